package io.tollgate.bench.load;

import static io.tollgate.bench.load.Contestant.BARE;
import static io.tollgate.bench.load.Contestant.HAPROXY;
import static io.tollgate.bench.load.Contestant.TOLLGATE;
import static io.tollgate.bench.load.Contestant.TOLLGATE_DISK;

import io.tollgate.bench.load.Goal.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What the gateway is to reach, as multiples of what plain proxies do in the same run: absolute
 * figures would say more of the machine than of the gateway.
 */
final class Goals {

  private static final double MEGABYTE = 1e6;

  private final LoadFindings findings;
  private final Setting setting;
  private final List<Goal> goals = new ArrayList<>();

  private Goals(LoadFindings findings, Setting setting) {
    this.findings = findings;
    this.setting = setting;
  }

  /** All goals, in the order of a report; none where the gateway did not take part. */
  static List<Goal> of(LoadFindings findings, Setting setting) {
    return findings.names().contains(TOLLGATE) ? new Goals(findings, setting).all() : List.of();
  }

  private List<Goal> all() {
    int connections = findings.plan().connections();
    atLeast(
        "requests/s, plain, %d connections, against the bare proxy".formatted(connections),
        0.75,
        0.95,
        findings.ratio(Measure.PLAIN, TOLLGATE, BARE, LoadResult::requestsPerSecond));
    atMost("CPU per request, plain, against HAProxy", 3.0, 2.0, cpu(Measure.PLAIN));
    atLeast(
        "streamed events/s, %d streams, against the bare proxy".formatted(connections),
        0.8,
        1.0,
        findings.ratio(Measure.STREAM, TOLLGATE, BARE, LoadResult::eventsPerSecond));
    String added = "latency added at %d %% of capacity, ".formatted(Measure.OPEN_PERCENT);
    atMost(added + "p50, against the bare proxy", 1.4, 1.05, addedLatency(TOLLGATE, 50));
    atMost(added + "p99, against the bare proxy", 1.5, 1.1, addedLatency(TOLLGATE, 99));
    String disk = "the same with durability: disk, ";
    report(disk + "p50", "x", 1.4, 1.05, addedLatency(TOLLGATE_DISK, 50));
    report(disk + "p99", "x", 1.5, 1.1, addedLatency(TOLLGATE_DISK, 99));
    String first = "time to the first streamed byte added, ";
    atMost(first + "p50, against the bare proxy", 1.4, 1.1, addedFirstByte(50));
    atMost(first + "p99, against the bare proxy", 1.5, 1.1, addedFirstByte(99));
    atMost("CPU per request, prompts of 100 KB, against HAProxy", 4, 2.5, cpu(Measure.BODY_100K));
    atMost("CPU per request, prompts of 1 MB, against HAProxy", 4, 2.5, cpu(Measure.BODY_1M));
    megabytes(
        "resident memory after %d connections".formatted(connections),
        250,
        150,
        findings.residentBytes(TOLLGATE));
    megabytes(
        "resident memory with %,d idle streams"
            .formatted(findings.idle().isEmpty() ? 5_000 : findings.plan().idleStreams()),
        500,
        350,
        findings.idleBytes(TOLLGATE));
    Double start = setting.startSeconds().get(TOLLGATE);
    report(
        "start to the first answered request",
        "s",
        1.2,
        0.6,
        start == null ? OptionalDouble.empty() : OptionalDouble.of(start));
    return goals;
  }

  private OptionalDouble cpu(Measure measure) {
    return findings.ratio(measure, TOLLGATE, HAPROXY, LoadResult::cpuMicrosPerRequest);
  }

  private OptionalDouble addedLatency(String name, double percentile) {
    return added(Measure.PLAIN_OPEN, name, LoadResult::latencyNanos, percentile);
  }

  private OptionalDouble addedFirstByte(double percentile) {
    return added(Measure.STREAM_OPEN, TOLLGATE, LoadResult::firstByteNanos, percentile);
  }

  private OptionalDouble added(
      Measure measure, String name, Function<LoadResult, Histogram> latency, double percentile) {
    return LoadFindings.ratio(
        findings.addedMillis(measure, name, latency, percentile),
        findings.addedMillis(measure, BARE, latency, percentile));
  }

  private void atLeast(String figure, double bar, double goal, OptionalDouble measured) {
    goals.add(new Goal(figure, "x", bar, goal, Direction.AT_LEAST, true, measured));
  }

  private void atMost(String figure, double bar, double goal, OptionalDouble measured) {
    goals.add(new Goal(figure, "x", bar, goal, Direction.AT_MOST, true, measured));
  }

  private void megabytes(String figure, double bar, double goal, OptionalDouble bytes) {
    OptionalDouble measured =
        bytes.isPresent()
            ? OptionalDouble.of(bytes.getAsDouble() / MEGABYTE)
            : OptionalDouble.empty();
    goals.add(new Goal(figure, "MB", bar, goal, Direction.AT_MOST, true, measured));
  }

  private void report(
      String figure, String unit, double bar, double goal, OptionalDouble measured) {
    goals.add(new Goal(figure, unit, bar, goal, Direction.AT_MOST, false, measured));
  }
}
