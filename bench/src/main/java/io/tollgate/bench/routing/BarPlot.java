package io.tollgate.bench.routing;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.CategoryChart;

/** A plot of bars, one for each name, written as SVG and as PNG; needs no display. */
public final class BarPlot {

  private final CategoryChart chart = new CategoryChart(PlotFiles.WIDTH, PlotFiles.HEIGHT);

  /**
   * A plot of one figure.
   *
   * @param names at least one
   * @param figures as many, in the order of the names
   */
  public BarPlot(String title, String yAxis, List<String> names, List<Double> figures) {
    PlotStyle.dress(chart, title);
    chart.setYAxisTitle(yAxis);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisDecimalPattern("#,##0.##");
    chart
        .getStyler()
        .setLabelsVisible(true)
        .setLabelsFontColor(Color.WHITE)
        .setAvailableSpaceFill(0.6);
    chart.addSeries(yAxis, names, figures).setFillColor(Plot.COLOURS.getFirst());
  }

  /** Writes {@code name.svg} and {@code name.png} into a directory. */
  public void write(Path directory, String name) throws IOException {
    PlotFiles.write(chart, directory, name);
  }
}
