package io.tollgate.bench.load;

import io.tollgate.bench.routing.BarPlot;
import io.tollgate.bench.routing.Plot;
import io.tollgate.bench.routing.Plot.Stroke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Draws what a run found: what each server can do, what it costs, and what it adds. */
final class LoadPlots {

  /** From one request in two to one in a thousand. */
  private static final double[] SLOWER_ONE_IN = {2, 3, 5, 10, 20, 50, 100, 200, 500, 1000};

  private final LoadFindings findings;

  private LoadPlots(LoadFindings findings) {
    this.findings = findings;
  }

  /** Writes the plots into a directory. */
  static void write(LoadFindings findings, Path directory) throws IOException {
    LoadPlots plots = new LoadPlots(findings);
    plots.bars(
        "Plain answers, %d connections".formatted(findings.plan().connections()),
        "requests/s",
        name -> findings.median(Measure.PLAIN, name, LoadResult::requestsPerSecond),
        directory,
        "load.requests");
    plots.bars(
        "CPU time for a plain answer",
        "microseconds",
        name -> findings.median(Measure.PLAIN, name, LoadResult::cpuMicrosPerRequest),
        directory,
        "load.cpu");
    plots.bars(
        "Streamed answers, %d at a time".formatted(findings.plan().connections()),
        "events/s",
        name -> findings.median(Measure.STREAM, name, LoadResult::eventsPerSecond),
        directory,
        "load.events");
    plots.added(
        Measure.PLAIN_OPEN, "Latency added", LoadResult::latencyNanos, directory, "load.latency");
    plots.added(
        Measure.STREAM_OPEN,
        "Time to the first byte added",
        LoadResult::firstByteNanos,
        directory,
        "load.first-byte");
  }

  private void bars(
      String title,
      String unit,
      Function<String, OptionalDouble> figure,
      Path directory,
      String file)
      throws IOException {
    List<String> names = new ArrayList<>();
    List<Double> figures = new ArrayList<>();
    for (String name : findings.names()) {
      OptionalDouble value = figure.apply(name);
      if (value.isPresent() && value.getAsDouble() > 0) {
        names.add(name);
        figures.add(value.getAsDouble());
      }
    }
    if (!names.isEmpty()) {
      new BarPlot(title, unit, names, figures).write(directory, file);
    }
  }

  private void added(
      Measure measure,
      String title,
      Function<LoadResult, Histogram> latency,
      Path directory,
      String file)
      throws IOException {
    Integer rate = findings.rates().get(measure);
    if (rate == null) {
      return;
    }
    Plot plot =
        new Plot(
                title + " to " + findings.reference() + " at " + rate + " requests/s",
                "one request in so many is slower",
                "ms")
            .logarithmic();
    int drawn = 0;
    for (String name : findings.names()) {
      if (!name.equals(findings.reference()) && !findings.results(measure, name).isEmpty()) {
        double[] millis = new double[SLOWER_ONE_IN.length];
        for (int i = 0; i < millis.length; i++) {
          millis[i] =
              findings
                  .addedMillis(measure, name, latency, 100 - 100 / SLOWER_ONE_IN[i])
                  .orElse(Double.NaN);
        }
        plot.line(
            name,
            SLOWER_ONE_IN,
            millis,
            Plot.COLOURS.get(drawn++ % Plot.COLOURS.size()),
            Stroke.SOLID);
      }
    }
    if (drawn > 0) {
      plot.write(directory, file);
    }
  }
}
