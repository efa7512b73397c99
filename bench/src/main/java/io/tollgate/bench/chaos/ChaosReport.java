package io.tollgate.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a chaos run has shown.
 *
 * @param plan what was run
 * @param requests requests sent
 * @param complete whole answers
 * @param byFallback whole answers that took more than one attempt
 * @param failed errors that were told, by their code
 * @param left requests whose client left
 * @param gatewayCaused requests that failed by the gateway's fault and nobody else's
 * @param attempts attempts in the ledger
 * @param upstream requests that providers saw
 * @param resident resident memory in bytes
 * @param heap live heap in bytes, after a full collection
 * @param threads threads
 * @param descriptors open files and connections
 * @param blockedLoops times an event loop was found blocked
 * @param breaches what does not agree in ledger, journal, clients' and providers' books
 * @param verdicts what else is not as it must be
 */
public record ChaosReport(
    ChaosPlan plan,
    long requests,
    long complete,
    long byFallback,
    Map<String, Long> failed,
    long left,
    List<String> gatewayCaused,
    long attempts,
    long upstream,
    Growth resident,
    Growth heap,
    Growth threads,
    Growth descriptors,
    long blockedLoops,
    List<String> breaches,
    List<String> verdicts) {

  /** One request in ten thousand may fail by the gateway's own fault. */
  private static final long GATEWAY_CAUSED_PER = 10_000;

  /** Whether everything is as it must be. */
  public boolean isSound() {
    return problems().isEmpty();
  }

  /** Everything that is not as it must be, as sentences. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(breaches);
    problems.addAll(verdicts);
    if (gatewayCaused.size() * GATEWAY_CAUSED_PER >= Math.max(1, requests)) {
      problems.add("caused by the gateway: " + gatewayCaused);
    }
    check(problems, resident.isFlat(10, 16 << 20), "resident memory grows: ", resident.mebibytes());
    check(problems, heap.isFlat(20, 8 << 20), "the live heap grows: ", heap.mebibytes());
    check(problems, threads.isFlat(0, 5), "threads grow: ", threads.toString());
    check(problems, descriptors.isFlat(20, 20), "descriptors grow: ", descriptors.toString());
    check(problems, blockedLoops == 0, "event loops were blocked: ", blockedLoops + " times");
    return problems;
  }

  private static void check(List<String> problems, boolean fine, String otherwise, String figure) {
    if (!fine) {
      problems.add(otherwise + figure);
    }
  }

  /** The report as a Markdown table. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| figure | seen |\n|---|---|\n");
    row(text, "length", seconds(plan.length()) + ", seed " + plan.seed());
    row(text, "requests", requests + " (" + plan.requestsPerSecond() + "/s)");
    row(text, "complete", complete + ", " + byFallback + " of them after another attempt");
    row(text, "errors told", failed.toString());
    row(text, "clients that left", Long.toString(left));
    row(text, "caused by the gateway", Integer.toString(gatewayCaused.size()));
    row(text, "attempts in the ledger / seen by providers", attempts + " / " + upstream);
    row(text, "resident memory", resident.mebibytes());
    row(text, "live heap", heap.mebibytes());
    row(text, "threads", threads.toString());
    row(text, "descriptors", descriptors.toString());
    row(text, "blocked event loops", Long.toString(blockedLoops));
    row(text, "ledger breaches", Integer.toString(breaches.size()));
    row(text, "verdict", isSound() ? "sound" : String.join("; ", problems()));
    return text.toString();
  }

  private static void row(StringBuilder text, String figure, String seen) {
    text.append("| ").append(figure).append(" | ").append(seen.replace('\n', ' ')).append(" |\n");
  }

  private static String seconds(Duration length) {
    return length.toSeconds() + " s";
  }
}
