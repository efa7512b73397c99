package io.tollgate.bench.load;

import io.tollgate.bench.routing.Plot;
import io.tollgate.bench.routing.Plot.Stroke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the cost of a request does while something grows.
 *
 * @param method how it was measured, as a sentence
 * @param points by axis and size
 */
record ScaleReport(String method, List<ScalePoint> points) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The figures that are watched. */
  private static final Map<String, ToDoubleFunction<ScalePoint>> FIGURES =
      new TreeMap<>(
          Map.of(
              "CPU us/request",
              ScalePoint::cpuMicros,
              "p50 ms",
              ScalePoint::p50Millis,
              "p99 ms",
              ScalePoint::p99Millis));

  ScaleReport {
    points = List.copyOf(points);
  }

  private Map<ScaleAxis, List<ScalePoint>> byAxis() {
    return points.stream()
        .collect(Collectors.groupingBy(ScalePoint::axis, TreeMap::new, Collectors.toList()));
  }

  /** The exponent of a figure along an axis; NaN where there are too few points above 0. */
  static double exponent(List<ScalePoint> along, ToDoubleFunction<ScalePoint> figure) {
    List<ScalePoint> usable =
        along.stream().filter(point -> figure.applyAsDouble(point) > 0).toList();
    return usable.size() < 2
        ? Double.NaN
        : PowerLaw.exponent(
            usable.stream().mapToDouble(ScalePoint::size).toArray(),
            usable.stream().mapToDouble(figure).toArray());
  }

  /** A table of the points and one of the exponents. */
  String markdown() {
    StringBuilder text = new StringBuilder(method).append("\n\n");
    text.append("| what grows | to | CPU us/request | p50 ms | p99 ms | errors |\n");
    text.append("|---|--:|--:|--:|--:|--:|\n");
    for (ScalePoint point : points) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.1f | %.3f | %.3f | %d |%n",
              point.axis().unit(),
              point.size(),
              point.cpuMicros(),
              point.p50Millis(),
              point.p99Millis(),
              point.errors()));
    }
    text.append("\n| what grows | figure | grows as its power | which is |\n|---|---|--:|---|\n");
    byAxis()
        .forEach((axis, along) ->
            FIGURES.forEach((name, figure) -> {
              double exponent = exponent(along, figure);
              text.append(
                  String.format(
                      Locale.ROOT,
                      "| %s | %s | %s | %s |%n",
                      axis.unit(),
                      name,
                      Double.isNaN(exponent) ? "" : String.format(Locale.ROOT, "%.2f", exponent),
                      Double.isNaN(exponent) ? "not known" : PowerLaw.verdict(exponent)));
            }));
    return text.toString();
  }

  /** The same for programs, with every measurement. */
  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("method", method);
    for (ScalePoint point : points) {
      ObjectNode node = root.withArray("/points").addObject();
      node.put("axis", point.axis().key());
      node.put("size", point.size());
      FIGURES.forEach((name, figure) -> node.put(name, figure.applyAsDouble(point)));
      point.results().stream()
          .mapToDouble(LoadResult::cpuMicrosPerRequest)
          .forEach(node.putArray("rounds_cpu_us")::add);
      node.put("errors", point.errors());
    }
    ObjectNode exponents = root.putObject("exponents");
    byAxis()
        .forEach((axis, along) -> {
          ObjectNode node = exponents.putObject(axis.key());
          FIGURES.forEach((name, figure) -> {
            double exponent = exponent(along, figure);
            if (Double.isNaN(exponent)) {
              node.putNull(name);
            } else {
              node.put(name, exponent);
            }
          });
        });
    return root.toPrettyString();
  }

  /** Writes a plot for each axis: every figure as a multiple of itself at the smallest size. */
  void plot(Path directory) throws IOException {
    for (Map.Entry<ScaleAxis, List<ScalePoint>> axis : byAxis().entrySet()) {
      List<ScalePoint> along = axis.getValue();
      Plot plot =
          new Plot(
                  "Cost of a request by " + axis.getKey().unit(),
                  axis.getKey().unit(),
                  "multiple of the first")
              .logarithmic();
      int drawn = 0;
      for (Map.Entry<String, ToDoubleFunction<ScalePoint>> figure : FIGURES.entrySet()) {
        double first = figure.getValue().applyAsDouble(along.getFirst());
        if (first > 0 && along.size() > 1) {
          plot.line(
              figure.getKey(),
              along.stream().mapToDouble(ScalePoint::size).toArray(),
              along.stream()
                  .mapToDouble(point -> figure.getValue().applyAsDouble(point) / first)
                  .toArray(),
              Plot.COLOURS.get(drawn++),
              Stroke.SOLID);
        }
      }
      if (drawn > 0) {
        plot.write(directory, "scale." + axis.getKey().key());
      }
    }
  }
}
