package io.tollgate.bench.load;

import java.util.List;
import java.util.Map;

/**
 * Where a run took place.
 *
 * @param placement a sentence on what ran on which CPUs
 * @param loadCpus CPUs that made the load and nothing else; 0 where they are shared
 * @param notes further sentences, e.g. on what is missing
 * @param startSeconds from the start of a process to its first answer, by the server's name
 */
record Setting(
    String placement, int loadCpus, List<String> notes, Map<String, Double> startSeconds) {

  /** One about which nothing is known but the servers. */
  static final Setting FOREIGN = new Setting("", 0, List.of(), Map.of());

  Setting {
    notes = List.copyOf(notes);
    startSeconds = Map.copyOf(startSeconds);
  }
}
