package io.tollgate.bench.routing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/** A plot of lines and marks, written as SVG and as PNG; needs no display. */
public final class Plot {

  /**
   * Colours that people who do not tell red from green tell apart (Okabe and Ito 2008), without the
   * yellow, which is hard to see on white.
   */
  public static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9));

  /** For what others are compared with. */
  public static final Color GREY = new Color(0x7F7F7F);

  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 640;
  private static final int SCALE = 2;
  private static final Color GRID = new Color(0xE4E4E4);
  private static final Color INK = new Color(0x222222);

  private final XYChart chart = new XYChart(WIDTH, HEIGHT);

  /** A plot without lines. */
  public Plot(String title, String xAxis, String yAxis) {
    chart.setTitle(title);
    chart.setXAxisTitle(xAxis);
    chart.setYAxisTitle(yAxis);
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    chart
        .getStyler()
        .setBaseFont(font)
        .setChartTitleFont(font.deriveFont(Font.BOLD, 18f))
        .setChartTitleBoxVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartFontColor(INK)
        .setLegendFont(font)
        .setLegendBorderColor(Color.WHITE)
        .setLegendPosition(LegendPosition.OutsideE)
        .setAnnotationTextFont(font.deriveFont(12f))
        .setChartPadding(16);
    chart
        .getStyler()
        .setAxisTitleFont(font)
        .setAxisTickLabelsFont(font.deriveFont(13f))
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1));
  }

  /** Makes the horizontal axis logarithmic; what is drawn has to be above 0. */
  public Plot logarithmic() {
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setXAxisLogarithmicDecadeOnly(false)
        .setXAxisTickLabelsFormattingFunction(Plot::tick);
    return this;
  }

  /** Ticks of which there is room for a number: 1, 2 and 5 of each decade. */
  private static String tick(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    long digit = Math.round(value / decade);
    return digit == 1 || digit == 2 || digit == 5
        ? new BigDecimal(value, new MathContext(2)).stripTrailingZeros().toPlainString()
        : "";
  }

  /** Bounds of the axes. */
  public Plot bounds(double xMin, double xMax, double yMin, double yMax) {
    chart.getStyler().setXAxisMin(xMin).setXAxisMax(xMax).setYAxisMin(yMin).setYAxisMax(yMax);
    return this;
  }

  /** How a line is drawn. */
  public enum Stroke {
    /** For what is shown. */
    SOLID,
    /** For what it is compared with. */
    DASHED,
    /** For bounds. */
    DOTTED;

    private BasicStroke stroke() {
      return switch (this) {
        case SOLID -> new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        case DASHED -> dashed(1.6f, 7, 5);
        case DOTTED -> dashed(1.8f, 2, 4);
      };
    }

    private static BasicStroke dashed(float width, float on, float off) {
      return new BasicStroke(
          width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {on, off}, 0);
    }
  }

  /** Adds a line; nothing where there are no points. */
  public Plot line(String name, double[] x, double[] y, Color colour, Stroke stroke) {
    if (x.length > 0) {
      XYSeries series = chart.addSeries(name, x, y);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(colour);
      series.setLineStyle(stroke.stroke());
    }
    return this;
  }

  /** Adds marks without a line; nothing where there are no points. */
  public Plot marks(String name, double[] x, double[] y, Color colour, boolean round) {
    if (x.length > 0) {
      Marker marker = round ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND;
      XYSeries series = chart.addSeries(name, x, y);
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarker(marker);
      series.setMarkerColor(colour);
    }
    return this;
  }

  /** Adds a word at a place, in units of the axes. */
  public Plot label(String word, double x, double y) {
    chart.addAnnotation(new AnnotationText(word, x, y, false));
    return this;
  }

  /** Writes {@code name.svg} and {@code name.png} into a directory. */
  public void write(Path directory, String name) throws IOException {
    writePng(directory.resolve(name + ".png"));
    writeSvg(directory.resolve(name + ".svg"));
  }

  private void writePng(Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("this Java cannot write PNG");
    }
  }

  private void writeSvg(Path file) throws IOException {
    Document document;
    try {
      document =
          DocumentBuilderFactory.newDefaultNSInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IOException("no XML document can be made", e);
    }
    SVGGraphics2D graphics = new SVGGraphics2D(document);
    graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    chart.paint(graphics, WIDTH, HEIGHT);
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      graphics.stream(writer, true);
    }
  }
}
