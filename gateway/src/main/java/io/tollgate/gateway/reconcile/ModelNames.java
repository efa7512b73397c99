package io.tollgate.gateway.reconcile;

import java.util.HashMap;
import java.util.HashSet;
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

  private final Map<String, String> aliases;
  private final Map<String, String> meaning = new HashMap<>();
  private final Map<String, String> plainNames = new HashMap<>();

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
    Set<String> stems = new TreeSet<>(invoicedByStem.keySet());
    stems.addAll(bookedByStem.keySet());
    for (String stem : stems) {
      Set<String> here = invoicedByStem.getOrDefault(stem, Set.of());
      Set<String> there = bookedByStem.getOrDefault(stem, Set.of());
      Set<String> all = new TreeSet<>(here);
      all.addAll(there);
      boolean together = here.contains(stem) != there.contains(stem) && !oneSided(here, there);
      // What only one side knows keeps the name it has there.
      for (String plain : all) {
        meaning.put(plain, together ? stem : plain);
      }
    }
  }

  private static boolean oneSided(Set<String> here, Set<String> there) {
    return here.isEmpty() || there.isEmpty();
  }

  private Map<String, Set<String>> byStem(Set<String> names) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (String name : names) {
      String plain = plainNames.computeIfAbsent(name, this::plain);
      found.computeIfAbsent(undated(plain), stem -> new HashSet<>()).add(plain);
    }
    return found;
  }

  /** The model that a name of either side means; another name is itself. */
  String of(String name) {
    String plain = plainNames.getOrDefault(name, name);
    return meaning.getOrDefault(plain, plain);
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
