package io.tollgate.bench.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Words what a run found as Markdown: how it was made, all servers, and the goals. */
final class LoadMarkdown {

  private static final double MEGABYTE = 1e6;

  private final LoadFindings findings;
  private final Setting setting;

  private LoadMarkdown(LoadFindings findings, Setting setting) {
    this.findings = findings;
    this.setting = setting;
  }

  static String text(LoadFindings findings, Setting setting) {
    LoadMarkdown markdown = new LoadMarkdown(findings, setting);
    String goals = markdown.goals();
    return markdown.method()
        + "\n\n"
        + markdown.servers()
        + markdown.loadSide()
        + (goals.isEmpty() ? "" : "\n" + goals);
  }

  private String method() {
    LoadRunPlan plan = findings.plan();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "%d rounds in turn, %.1f s each after %.1f s of warm-up; figures are medians of"
                + " rounds.",
            plan.rounds(),
            plan.measured().toMillis() / 1000.0,
            plan.warmUp().toMillis() / 1000.0));
    sentences.add(
        String.format(
            Locale.ROOT,
            "Closed loops: %d connections, %d for long prompts; usual prompts of %d bytes.",
            plan.connections(),
            plan.bodyConnections(),
            plan.promptBytes()));
    if (!findings.rates().isEmpty()) {
      sentences.add(
          "Latencies are from the intended start, in open loops: "
              + findings.rates().entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(rate -> rate.getKey() + " at " + rate.getValue() + "/s")
                  .collect(Collectors.joining(", "))
              + "; added: the difference of the percentiles to "
              + findings.reference()
              + " in the same round.");
    }
    sentences.add(setting.placement());
    sentences.add(
        String.format(
            Locale.ROOT,
            "Java %s, %s.",
            Runtime.version().feature(),
            System.getProperty("os.arch")));
    sentences.addAll(setting.notes());
    return sentences.stream()
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private String servers() {
    StringBuilder text = new StringBuilder();
    text.append("| server | requests/s | CPU us/request | p50 ms | p99 ms | added p50 ms")
        .append(" | added p99 ms | events/s | CPU us/stream | first byte added p50 ms")
        .append(" | first byte added p99 ms | 100 KB: requests/s | CPU us | 1 MB: requests/s")
        .append(" | CPU us | RSS MB | RSS MB, idle streams | errors |\n|---|")
        .append("--:|".repeat(16))
        .append("---|\n");
    findings.names().forEach(name -> text.append(row(name)));
    return text.toString();
  }

  private String row(String name) {
    boolean reference = name.equals(findings.reference());
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(requests(Measure.PLAIN, name));
    cells.add(cpu(Measure.PLAIN, name));
    cells.add(latency(name, 50));
    cells.add(latency(name, 99));
    cells.add(reference ? "" : added(Measure.PLAIN_OPEN, name, 50));
    cells.add(reference ? "" : added(Measure.PLAIN_OPEN, name, 99));
    cells.add(number(0, findings.median(Measure.STREAM, name, LoadResult::eventsPerSecond)));
    cells.add(cpu(Measure.STREAM, name));
    cells.add(reference ? "" : added(Measure.STREAM_OPEN, name, 50));
    cells.add(reference ? "" : added(Measure.STREAM_OPEN, name, 99));
    cells.add(requests(Measure.BODY_100K, name));
    cells.add(cpu(Measure.BODY_100K, name));
    cells.add(requests(Measure.BODY_1M, name));
    cells.add(cpu(Measure.BODY_1M, name));
    cells.add(megabytes(findings.residentBytes(name)));
    cells.add(megabytes(findings.idleBytes(name)));
    cells.add(errors(name));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private String requests(Measure measure, String name) {
    return number(0, findings.median(measure, name, LoadResult::requestsPerSecond));
  }

  private String cpu(Measure measure, String name) {
    OptionalDouble micros = findings.median(measure, name, LoadResult::cpuMicrosPerRequest);
    return micros.orElse(0) == 0 ? "" : number(1, micros);
  }

  private String latency(String name, double percentile) {
    return number(
        3,
        findings.median(
            Measure.PLAIN_OPEN,
            name,
            result -> LoadFindings.millis(result.latencyNanos(), percentile)));
  }

  private String added(Measure measure, String name, double percentile) {
    return number(
        3,
        findings.addedMillis(
            measure,
            name,
            measure == Measure.STREAM_OPEN ? LoadResult::firstByteNanos : LoadResult::latencyNanos,
            percentile));
  }

  private static String megabytes(OptionalDouble bytes) {
    return bytes.isPresent() ? number(0, bytes.getAsDouble() / MEGABYTE) : "";
  }

  private String errors(String name) {
    Map<ErrorKind, Long> errors = findings.errors(name);
    return errors.isEmpty()
        ? "0"
        : errors.entrySet().stream()
            .map(error -> error.getValue() + " " + error.getKey().key())
            .collect(Collectors.joining(", "));
  }

  /** How near the load side was to being what is measured. */
  private String loadSide() {
    if (setting.loadCpus() == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nThe load side's CPU in use, closed loops: ");
    text.append(
        findings.plan().measures().stream()
            .filter(measure -> !measure.isOpen())
            .map(measure -> measure + " (" + busy(measure) + ")")
            .collect(Collectors.joining("; ")));
    return text.append(
            ". Where it is nearly all in use, what is measured is the load side, and the server can"
                + " do more.\n")
        .toString();
  }

  private String busy(Measure measure) {
    return findings.names().stream()
        .filter(name -> !findings.results(measure, name).isEmpty())
        .map(name -> name + " " + number(0, 100 * loadShare(measure, name)) + " %")
        .collect(Collectors.joining(", "));
  }

  private double loadShare(Measure measure, String name) {
    return findings
        .median(
            measure,
            name,
            result ->
                result.loadCpuSeconds()
                    / setting.loadCpus()
                    / (result.plan().measured().toNanos() / 1e9))
        .orElse(0);
  }

  private String goals() {
    List<Goal> goals = Goals.of(findings, setting);
    if (goals.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append("| figure | bar | goal | measured | verdict |\n|---|--:|--:|--:|---|\n");
    goals.forEach(goal -> text.append(goal.row()));
    return text.toString();
  }

  private static String number(int decimals, OptionalDouble value) {
    return value.isPresent() ? number(decimals, value.getAsDouble()) : "";
  }

  private static String number(int decimals, double value) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
