package io.tollgate.bench.attack;

import io.tollgate.bench.load.LoadResult;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What well-behaved clients noticed, phase by phase.
 *
 * @param plan what was done
 * @param phases in order; the first is without slow readers
 * @param outOfMemory whether the gateway's log speaks of it
 * @param ledger what was found in the ledger afterwards, as a sentence
 */
public record SlowReadersReport(
    SlowReaders.Plan plan, List<Phase> phases, boolean outOfMemory, String ledger) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BYTES_PER_MIB = 1024 * 1024;

  /**
   * One measurement.
   *
   * @param name what was going on
   * @param slowReaders clients that had been answered and hardly read
   * @param load what the well-behaved clients saw
   * @param heapBytes the gateway's heap after its last collection
   * @param residentBytes its resident memory at the end
   */
  public record Phase(
      String name, int slowReaders, LoadResult load, long heapBytes, long residentBytes) {

    double millis(double percentile) {
      return load.latencyNanos().getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
  }

  public SlowReadersReport {
    phases = List.copyOf(phases);
  }

  /** Whether no request of a well-behaved client failed and memory did not run out. */
  public boolean isHarmless() {
    return !outOfMemory && phases.stream().allMatch(phase -> phase.load().errorCount() == 0);
  }

  /** The p99 of well-behaved clients beside the slow ones, as a multiple of that without them. */
  public double slowdown() {
    return phases.get(1).millis(99) / phases.getFirst().millis(99);
  }

  /** A table for people, with a sentence on how it was made. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(method()).append("\n\n");
    text.append("| phase | slow readers | good requests/s | errors | p50 ms | p99 ms | max ms")
        .append(" | heap after GC MiB | RSS MiB |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (Phase phase : phases) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.0f | %d | %.2f | %.2f | %.2f | %.0f | %.0f |%n",
              phase.name(),
              phase.slowReaders(),
              phase.load().requestsPerSecond(),
              phase.load().errorCount(),
              phase.millis(50),
              phase.millis(99),
              phase.load().latencyNanos().getMaxValue() / NANOS_PER_MILLI,
              phase.heapBytes() / BYTES_PER_MIB,
              phase.residentBytes() / BYTES_PER_MIB));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%np99 beside them is %.2f times that without them. Out of memory: %s. %s%n",
            slowdown(),
            outOfMemory ? "yes" : "no",
            ledger));
    return text.toString();
  }

  private String method() {
    return String.format(
        Locale.ROOT,
        "%d clients that read %s of a stream of %d tokens, a gateway with -Xmx%s, well-behaved"
            + " clients at %d plain requests/s for %.1f s a phase, latencies from the intended"
            + " start. Java %s, %s, %d processors for all of it.",
        plan.readers(),
        switch (plan.reading()) {
          case NOTHING -> "only the first byte";
          case BYTE_PER_TICK -> "a byte a second";
          case EVERYTHING -> "all";
        },
        plan.answerTokens(),
        plan.heap(),
        plan.requestsPerSecond(),
        plan.measured().toMillis() / 1000.0,
        Runtime.version().feature(),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  /** The same figures for programs. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("method", method());
    root.put("out_of_memory", outOfMemory);
    root.put("p99_slowdown", slowdown());
    root.put("ledger", ledger);
    for (Phase phase : phases) {
      ObjectNode node = root.withArray("/phases").addObject();
      node.put("name", phase.name());
      node.put("slow_readers", phase.slowReaders());
      node.put("requests_per_second", phase.load().requestsPerSecond());
      node.put("errors", phase.load().errorCount());
      node.put("p50_ms", phase.millis(50));
      node.put("p99_ms", phase.millis(99));
      node.put("max_ms", phase.load().latencyNanos().getMaxValue() / NANOS_PER_MILLI);
      node.put("heap_bytes", phase.heapBytes());
      node.put("rss_bytes", phase.residentBytes());
    }
    return root.toPrettyString();
  }
}
