package io.tollgate.gateway.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sets of a directory, by name.
 *
 * @param sets the sets, sorted by name, never empty
 * @param prices prices of models: those given, or else those that stand beside the sets
 * @param notes what was left out, as sentences
 */
public record RoutingData(List<OutcomeSet> sets, PriceList prices, List<String> notes) {

  private static final String PROMPTS = ".prompts.jsonl";
  private static final String OUTCOMES = ".outcomes.csv";
  private static final String ANSWERS = ".answers.csv";
  private static final String PRICES = "prices.csv";

  public RoutingData {
    sets = List.copyOf(sets);
    notes = List.copyOf(notes);
  }

  /**
   * Reads a directory.
   *
   * @param names the sets to read, or none for all
   * @param pricesFile prices to recompute costs by, or {@code null} to keep the recorded costs
   * @throws RoutingDataException where a file is not as it should be; names file and line
   */
  public static RoutingData read(Path directory, List<String> names, @Nullable Path pricesFile)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new RoutingDataException(directory + ": not a directory");
    }
    List<String> notes = new ArrayList<>();
    List<OutcomeSet> sets = new ArrayList<>();
    TreeSet<String> found = namesIn(directory);
    for (String name : names) {
      if (!found.contains(name)) {
        throw new RoutingDataException(
            "no set '" + name + "' in " + directory + " (found: " + found + ")");
      }
    }
    Path beside = file(directory, PRICES);
    PriceList prices =
        pricesFile != null
            ? PriceList.read(pricesFile)
            : beside != null ? PriceList.read(beside) : PriceList.EMPTY;
    for (String name : names.isEmpty() ? found : names) {
      OutcomeSet set = readSet(directory, name, notes);
      if (set == null) {
        notes.add(name + ": no prompt has an outcome; the set is left out");
      } else {
        sets.add(pricesFile == null ? set : set.pricedBy(prices));
      }
    }
    if (sets.isEmpty()) {
      throw new RoutingDataException(
          directory + ": no set with outcomes (expected: NAME" + PROMPTS + "[.gz] and others)");
    }
    return new RoutingData(sets, prices, notes);
  }

  private static @Nullable OutcomeSet readSet(Path directory, String name, List<String> notes)
      throws IOException {
    Path prompts = file(directory, name + PROMPTS);
    Path outcomes = file(directory, name + OUTCOMES);
    if (prompts == null || outcomes == null) {
      throw new RoutingDataException(
          "%s: set '%s' has no %s"
              .formatted(directory, name, name + (prompts == null ? PROMPTS : OUTCOMES)));
    }
    return new SetReader(name, notes).read(prompts, outcomes, file(directory, name + ANSWERS));
  }

  private static TreeSet<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(RoutingData::nameOf)
          .filter(Objects::nonNull)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static @Nullable String nameOf(Path file) {
    String name = file.getFileName().toString();
    int end = name.indexOf(PROMPTS);
    return end > 0 ? name.substring(0, end) : null;
  }

  private static @Nullable Path file(Path directory, String name) {
    return Stream.of(name + ".gz", name)
        .map(directory::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElse(null);
  }
}
