package io.tollgate.bench.load;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Words what a run found as JSON: every round of every server, the goals, and how it was made. */
final class LoadJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  private LoadJson() {}

  static String text(LoadFindings findings, Setting setting) {
    ObjectNode root = JSON.createObjectNode();
    plan(root.putObject("plan"), findings.plan());
    ObjectNode rates = root.putObject("open_requests_per_second");
    findings.rates().forEach((measure, rate) -> rates.put(measure.key(), rate));
    root.put("placement", setting.placement());
    setting.notes().forEach(root.putArray("notes")::add);
    ObjectNode starts = root.putObject("start_seconds");
    setting.startSeconds().forEach(starts::put);
    for (String name : findings.names()) {
      server(root.withArray("/servers").addObject(), findings, name);
    }
    for (Goal goal : Goals.of(findings, setting)) {
      goal(root.withArray("/goals").addObject(), goal);
    }
    return root.toPrettyString();
  }

  private static void plan(ObjectNode node, LoadRunPlan plan) {
    node.put("rounds", plan.rounds());
    node.put("connections", plan.connections());
    node.put("body_connections", plan.bodyConnections());
    node.put("prompt_bytes", plan.promptBytes());
    node.put("max_tokens", plan.maxTokens());
    node.put("seed", plan.seed());
    node.put("idle_streams", plan.idleStreams());
    node.put("warm_up_seconds", plan.warmUp().toMillis() / 1000.0);
    node.put("measured_seconds", plan.measured().toMillis() / 1000.0);
  }

  private static void server(ObjectNode node, LoadFindings findings, String name) {
    node.put("name", name);
    put(node, "rss_bytes", findings.residentBytes(name));
    put(node, "rss_bytes_idle_streams", findings.idleBytes(name));
    ObjectNode errors = node.putObject("errors");
    findings.errors(name).forEach((kind, count) -> errors.put(kind.key(), count));
    for (Measure measure : LoadRunPlan.SETTLING) {
      for (LoadResult turn : findings.settling(measure, name)) {
        node.withObject("/warming_up")
            .withArray("/" + measure.key() + "_cpu_us_per_request")
            .add(turn.cpuMicrosPerRequest());
      }
    }
    for (Measure measure : findings.plan().measures()) {
      if (!findings.results(measure, name).isEmpty()) {
        measure(node.putObject(measure.key()), findings, measure, name);
      }
    }
  }

  private static void measure(
      ObjectNode node, LoadFindings findings, Measure measure, String name) {
    put(node, "requests_per_second", findings.median(measure, name, LoadResult::requestsPerSecond));
    put(node, "events_per_second", findings.median(measure, name, LoadResult::eventsPerSecond));
    put(
        node,
        "cpu_us_per_request",
        findings.median(measure, name, LoadResult::cpuMicrosPerRequest));
    if (measure.isOpen() && !name.equals(findings.reference())) {
      ObjectNode latency = node.putObject("added_ms");
      ObjectNode firstByte = node.putObject("first_byte_added_ms");
      for (double percentile : PERCENTILES) {
        put(
            latency,
            key(percentile),
            findings.addedMillis(measure, name, LoadResult::latencyNanos, percentile));
        put(
            firstByte,
            key(percentile),
            findings.addedMillis(measure, name, LoadResult::firstByteNanos, percentile));
      }
    }
    for (LoadResult result : findings.results(measure, name)) {
      round(node.withArray("/rounds").addObject(), result);
    }
  }

  private static void round(ObjectNode node, LoadResult result) {
    node.put("completed", result.completed());
    node.put("events", result.events());
    node.put("requests_per_second", result.requestsPerSecond());
    node.put("events_per_second", result.eventsPerSecond());
    node.put("cpu_seconds", result.cpuSeconds());
    node.put("load_cpu_seconds", result.loadCpuSeconds());
    node.put("cpu_us_per_request", result.cpuMicrosPerRequest());
    node.put("rss_bytes", result.residentBytes());
    latency(node.putObject("latency_ms"), result.latencyNanos());
    latency(node.putObject("first_byte_ms"), result.firstByteNanos());
    ObjectNode errors = node.putObject("errors");
    for (Map.Entry<ErrorKind, Long> error : result.errors().entrySet()) {
      errors.put(error.getKey().key(), error.getValue());
    }
  }

  private static void latency(ObjectNode node, Histogram nanos) {
    node.put("count", nanos.getTotalCount());
    for (double percentile : PERCENTILES) {
      node.put(key(percentile), LoadFindings.millis(nanos, percentile));
    }
    node.put("max", LoadFindings.millis(nanos, 100));
  }

  private static void goal(ObjectNode node, Goal goal) {
    node.put("figure", goal.figure());
    node.put("unit", goal.unit());
    node.put("bar", goal.bar());
    node.put("goal", goal.goal());
    put(node, "measured", goal.measured());
    node.put("judged", goal.judged());
    node.put("verdict", goal.verdict().name().toLowerCase(Locale.ROOT));
  }

  private static String key(double percentile) {
    return percentile == Math.rint(percentile) ? "p" + Math.round(percentile) : "p" + percentile;
  }

  /** An unknown figure is {@code null}, never 0. */
  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }
}
