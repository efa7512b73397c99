package io.tollgate.bench.routing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** How all plots look. */
final class PlotStyle {

  private static final Color GRID = new Color(0xE4E4E4);
  private static final Color INK = new Color(0x222222);

  private PlotStyle() {}

  static void dress(Chart<? extends AxesChartStyler, ?> chart, String title) {
    chart.setTitle(title);
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    AxesChartStyler styler = chart.getStyler();
    styler
        .setBaseFont(font)
        .setChartTitleFont(font.deriveFont(Font.BOLD, 18f))
        .setChartTitleBoxVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartFontColor(INK)
        .setLegendFont(font)
        .setLegendBorderColor(Color.WHITE)
        .setAnnotationTextFont(font.deriveFont(12f))
        .setChartPadding(16);
    styler
        .setAxisTitleFont(font)
        .setAxisTickLabelsFont(font.deriveFont(13f))
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1));
  }
}
