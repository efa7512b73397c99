package io.tollgate.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * How a {@link LoadRun} measures.
 *
 * @param measures the loads, in order
 * @param rounds how often all targets are measured in turn under each load, at least 1
 * @param connections of the closed loops, at least 1
 * @param bodyConnections of those with long prompts, at least 1
 * @param plainRate requests/s of the open loop of plain answers; 0 for {@value
 *     Measure#OPEN_PERCENT} % of what the gateway did in the closed loop of the same run
 * @param streamRate the same for streamed answers
 * @param idleStreams streams that are held open while memory is read; 0 for none
 * @param promptBytes size of the usual prompt, at least 1
 * @param maxTokens the limit each request states, at least 1
 * @param seed of the prompts
 * @param settle a turn of load before everything, for servers that get faster while they run; 0 for
 *     none
 * @param settleTurnsMax turns at most, at least 1; one that saves little is the last
 * @param warmUp time before each measurement
 * @param measured time of each measurement
 * @param timeout the longest wait for an answer
 */
public record LoadRunPlan(
    List<Measure> measures,
    int rounds,
    int connections,
    int bodyConnections,
    int plainRate,
    int streamRate,
    int idleStreams,
    int promptBytes,
    int maxTokens,
    long seed,
    Duration settle,
    int settleTurnsMax,
    Duration warmUp,
    Duration measured,
    Duration timeout) {

  /** What a server that gets faster while it runs is asked before everything, in each turn. */
  static final List<Measure> SETTLING = List.of(Measure.STREAM, Measure.PLAIN);

  public LoadRunPlan {
    measures = List.copyOf(measures);
    if (rounds < 1 || settleTurnsMax < 1) {
      throw new IllegalArgumentException(
          "rounds: %d, turns: %d (expected: >= 1)".formatted(rounds, settleTurnsMax));
    }
    if (connections < 1 || bodyConnections < 1) {
      throw new IllegalArgumentException(
          "connections: %d and %d (expected: >= 1)".formatted(connections, bodyConnections));
    }
    if (plainRate < 0 || streamRate < 0 || idleStreams < 0) {
      throw new IllegalArgumentException(
          "rates: %d and %d/s, idle streams: %d (expected: >= 0)"
              .formatted(plainRate, streamRate, idleStreams));
    }
    for (int i = 0; i < measures.size(); i++) {
      Measure capacity = measures.get(i).capacity();
      int rate = measures.get(i).asked() == Asked.STREAMED ? streamRate : plainRate;
      if (capacity != null && rate == 0 && !measures.subList(0, i).contains(capacity)) {
        throw new IllegalArgumentException(
            "%s takes its rate from %s (expected: that too, or a rate)"
                .formatted(measures.get(i), capacity));
      }
    }
  }

  /** The rate that is set for an open loop; 0 where it is a share of what the gateway can do. */
  int rate(Measure measure) {
    return measure.asked() == Asked.STREAMED ? streamRate : plainRate;
  }

  /** One measurement under a load; the rate counts only where the load has one. */
  LoadPlan plan(Measure measure, int rate) {
    return plan(measure, shape(measure, rate), warmUp, measured);
  }

  /** The load of a kind before everything. */
  LoadPlan settling(Measure measure) {
    return plan(measure, shape(measure, 1), Duration.ZERO, settle);
  }

  private LoadPlan plan(Measure measure, LoadShape shape, Duration before, Duration time) {
    return new LoadPlan(
        shape, workload(measure), before, time, timeout, LoadPlan.DEFAULT_MAX_CONNECTIONS);
  }

  Workload workload(Measure measure) {
    return new Workload(
        measure.asked() == Asked.STREAMED, measure.promptBytes(promptBytes), maxTokens, seed);
  }

  private LoadShape shape(Measure measure, int rate) {
    return measure.isOpen()
        ? new LoadShape.Open(rate)
        : new LoadShape.Closed(measure.hasBody() ? bodyConnections : connections);
  }
}
