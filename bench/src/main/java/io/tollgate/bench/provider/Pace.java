package io.tollgate.bench.provider;

import java.util.Set;

/** Whether a simulated provider takes its models' time. */
public sealed interface Pace {

  /** Each answer is composed from its prompt, paced by its model, billed and logged. */
  record Lifelike() implements Pace {}

  /**
   * For benchmarks: every answer is the same, encoded beforehand and sent without delay; nothing is
   * logged, and directives in prompts are not read.
   *
   * @param eventsPerWrite events of a stream that go out in one write, at least 1; each write waits
   *     for the next turn of the event loop, so that 1 costs a reader one read per event
   * @param stalling models whose streams begin and then say nothing until the client leaves
   */
  record FlatOut(int eventsPerWrite, Set<String> stalling) implements Pace {
    public FlatOut {
      stalling = Set.copyOf(stalling);
      if (eventsPerWrite < 1) {
        throw new IllegalArgumentException(
            "events per write: " + eventsPerWrite + " (expected: >= 1)");
      }
    }

    /** One of whose models none stalls. */
    public FlatOut(int eventsPerWrite) {
      this(eventsPerWrite, Set.of());
    }
  }
}
