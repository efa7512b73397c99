package io.tollgate.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The outcome of a {@link LoadRun}.
 *
 * @param plan how it was measured
 * @param targets one report for each target, the direct one first
 */
public record LoadReport(LoadRunPlan plan, List<TargetReport> targets) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BYTES_PER_MIB = 1024 * 1024;

  public LoadReport {
    targets = List.copyOf(targets);
  }

  /** A table for people, with a sentence on how it was made. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(method()).append("\n\n");
    text.append("| target | requests/s | events/s | CPU s / 10k requests | p50 ms | p99 ms ")
        .append("| added p50 ms | added p99 ms | first byte p50 ms | max ms | RSS MiB | errors |\n")
        .append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    targets.forEach(target -> text.append(row(target)));
    return text.toString();
  }

  private String method() {
    return String.format(
        Locale.ROOT,
        "%s, prompts of %d bytes; %d rounds in turn, %.1f s each after %.1f s of warm-up."
            + " Requests/s, events/s and CPU: closed loop, %d connections, median of rounds."
            + " Latencies: open loop at %d requests/s, from the intended start; added: the"
            + " difference of the percentiles to %s. Java %s, %s, %d processors.",
        plan.workload().stream() ? "Streamed" : "Plain",
        plan.workload().promptBytes(),
        plan.rounds(),
        plan.measured().toMillis() / 1000.0,
        plan.warmUp().toMillis() / 1000.0,
        plan.closedConnections(),
        plan.openRequestsPerSecond(),
        targets.getFirst().target().name(),
        Runtime.version().feature(),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  private String row(TargetReport report) {
    Histogram latency = report.openLatencyNanos();
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %s | %.3f | %.3f | %s | %s | %.3f | %.3f | %s | %s |%n",
        report.target().name(),
        report.requestsPerSecond(),
        report.eventsPerSecond(),
        report.target().pid() == 0
            ? ""
            : String.format(Locale.ROOT, "%.2f", report.cpuSecondsPer10k()),
        millis(latency, 50),
        millis(latency, 99),
        isDirect(report) ? "" : String.format(Locale.ROOT, "%.3f", addedMillis(report, 50)),
        isDirect(report) ? "" : String.format(Locale.ROOT, "%.3f", addedMillis(report, 99)),
        millis(report.openFirstByteNanos(), 50),
        latency.getMaxValue() / NANOS_PER_MILLI,
        report.target().pid() == 0
            ? ""
            : String.format(Locale.ROOT, "%.0f", report.residentBytes() / BYTES_PER_MIB),
        report.errorCount() == 0 ? "0" : errors(report));
  }

  private static String errors(TargetReport report) {
    return report.errors().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(error -> error.getValue() + " " + key(error.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String key(ErrorKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private boolean isDirect(TargetReport report) {
    return report.target().equals(targets.getFirst().target());
  }

  /**
   * What a target adds to the direct one at a percentile of the open loop, in milliseconds: the
   * difference of the two percentiles.
   */
  public double addedMillis(TargetReport report, double percentile) {
    return millis(report.openLatencyNanos(), percentile)
        - millis(targets.getFirst().openLatencyNanos(), percentile);
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  /** The same figures for programs. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("method", method());
    root.put("stream", plan.workload().stream());
    root.put("prompt_bytes", plan.workload().promptBytes());
    root.put("max_tokens", plan.workload().maxTokens());
    root.put("seed", plan.workload().seed());
    root.put("rounds", plan.rounds());
    root.put("closed_connections", plan.closedConnections());
    root.put("open_requests_per_second", plan.openRequestsPerSecond());
    root.put("measured_seconds", plan.measured().toMillis() / 1000.0);
    for (TargetReport report : targets) {
      ObjectNode target = root.withArray("/targets").addObject();
      target.put("name", report.target().name());
      target.put("requests_per_second", report.requestsPerSecond());
      target.put("events_per_second", report.eventsPerSecond());
      target.put("cpu_seconds_per_10k_requests", report.cpuSecondsPer10k());
      target.put("open_requests_per_second", report.openRequestsPerSecond());
      target.put("open_cpu_seconds_per_10k_requests", report.openCpuSecondsPer10k());
      target.put("rss_bytes", report.residentBytes());
      latency(target.putObject("closed_latency_ms"), report.closedLatencyNanos());
      latency(target.putObject("open_latency_ms"), report.openLatencyNanos());
      latency(target.putObject("open_first_byte_ms"), report.openFirstByteNanos());
      if (!isDirect(report)) {
        ObjectNode added = target.putObject("added_ms");
        added.put("p50", addedMillis(report, 50));
        added.put("p99", addedMillis(report, 99));
      }
      ObjectNode errors = target.putObject("errors");
      for (Map.Entry<ErrorKind, Long> error : report.errors().entrySet()) {
        errors.put(key(error.getKey()), error.getValue());
      }
    }
    return root.toPrettyString();
  }

  private static void latency(ObjectNode node, Histogram nanos) {
    node.put("count", nanos.getTotalCount());
    node.put("p50", millis(nanos, 50));
    node.put("p90", millis(nanos, 90));
    node.put("p99", millis(nanos, 99));
    node.put("max", nanos.getMaxValue() / NANOS_PER_MILLI);
  }
}
