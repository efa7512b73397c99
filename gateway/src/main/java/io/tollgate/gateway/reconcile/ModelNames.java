package io.tollgate.gateway.reconcile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which names of a provider's models mean the same one, on the invoice and in the ledger.
 *
 * <p>Named aliases come first. Then names are brought to their stem: lower case, without the
 * prefixes and version of Bedrock's ids ({@code us.anthropic.claude-sonnet-4-6-v1:0}), and without
 * the date of a snapshot ({@code gpt-5-2025-08-07}, {@code claude-haiku-4-5@20251001}). Snapshots
 * may differ in price, so they are taken together only where the sides disagree on whether to date
 * the model; otherwise each dated name is a model of its own.
 */
final class ModelNames {

  private static final Pattern DATE =
      Pattern.compile("[-@](?:20\\d\\d-\\d\\d-\\d\\d|20\\d\\d[01]\\d[0-3]\\d)$");
  private static final Pattern BEDROCK_PREFIX =
      Pattern.compile(
          "^(?:(?:us|eu|apac|jp|au|ca|us-gov|global)\\.)?"
              + "(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google)\\.");
  private static final Pattern BEDROCK_VERSION = Pattern.compile("-v\\d+(?::\\d+)?$|:\\d+$");
  private static final Pattern SEPARATORS = Pattern.compile("[ ._]+");

  private static final Comparator<String> SHORTEST =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Map<String, String> aliases;
  private final Map<String, String> meaning = new HashMap<>();

  /**
   * Names of one provider.
   *
   * @param aliases the invoice's name to the ledger's, as somebody who knows has said
   * @param invoiced names on the invoice
   * @param booked names in the ledger
   */
  ModelNames(Map<String, String> aliases, Set<String> invoiced, Set<String> booked) {
    this.aliases = Map.copyOf(aliases);
    Map<String, Set<String>> invoicedByStem = byStem(invoiced);
    Map<String, Set<String>> bookedByStem = byStem(booked);
    Map<String, Set<String>> groups = new TreeMap<>();
    for (Set<String> side : List.of(invoiced, booked)) {
      for (String name : side) {
        String plain = plain(name);
        String stem = undated(plain);
        boolean together =
            disagree(
                stem,
                invoicedByStem.getOrDefault(stem, Set.of()),
                bookedByStem.getOrDefault(stem, Set.of()));
        groups.computeIfAbsent(together ? stem : plain, group -> new TreeSet<>()).add(name);
      }
    }
    for (Set<String> group : groups.values()) {
      String shown = shown(group, booked);
      group.forEach(name -> meaning.put(name, shown));
    }
  }

  /** The ledger's name if it has one; of several, and else, the shortest. */
  private static String shown(Set<String> group, Set<String> booked) {
    List<String> known = group.stream().filter(booked::contains).toList();
    return known.size() == 1 ? known.getFirst() : group.stream().min(SHORTEST).orElseThrow();
  }

  /** Whether both sides know a model and only one of them knows it without a date. */
  private static boolean disagree(String stem, Set<String> here, Set<String> there) {
    return !here.isEmpty() && !there.isEmpty() && here.contains(stem) != there.contains(stem);
  }

  private Map<String, Set<String>> byStem(Set<String> names) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (String name : names) {
      String plain = plain(name);
      found.computeIfAbsent(undated(plain), stem -> new HashSet<>()).add(plain);
    }
    return found;
  }

  /** The model that a name of either side means; another name is itself. */
  String of(String name) {
    return meaning.getOrDefault(name, name);
  }

  private String plain(String name) {
    String alias = aliases.get(name);
    String plain = (alias == null ? name : alias).toLowerCase(Locale.ROOT);
    plain = BEDROCK_PREFIX.matcher(plain).replaceFirst("");
    plain = BEDROCK_VERSION.matcher(plain).replaceFirst("");
    return SEPARATORS.matcher(plain).replaceAll("-");
  }

  private static String undated(String plain) {
    return DATE.matcher(plain).replaceFirst("");
  }
}
