package io.tollgate.bench.routing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

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

  private final XYChart chart = new XYChart(PlotFiles.WIDTH, PlotFiles.HEIGHT);

  /** A plot without lines. */
  public Plot(String title, String xAxis, String yAxis) {
    PlotStyle.dress(chart, title);
    chart.setXAxisTitle(xAxis);
    chart.setYAxisTitle(yAxis);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
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
    PlotFiles.write(chart, directory, name);
  }
}
