package io.tollgate.gateway.prices;

import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.yaml.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;

/** Feeds of a few models, and what is asked of them. */
final class SmallFeeds {

  static final LocalDate DAY = LocalDate.parse("2026-11-20");
  static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private SmallFeeds() {}

  /** Members of LiteLLM's map. */
  static Feed litellm(String... members) {
    return litellm(DAY, members);
  }

  static Feed litellm(LocalDate day, String... members) {
    return read("{" + String.join(",", members) + "}", day);
  }

  /** A member of LiteLLM's map: dollars per token. */
  static String perToken(String provider, String name, String input, String output, String more) {
    return """
    "%s": {"litellm_provider": "%s", "input_cost_per_token": %s, "output_cost_per_token": %s%s}\
    """
        .formatted(name, provider, input, output, more);
  }

  /** A provider of genai-prices with one model: the value of {@code prices}. */
  static Feed genai(String provider, String name, String prices) {
    return genai(DAY, provider, name, prices);
  }

  static Feed genai(LocalDate day, String provider, String name, String prices) {
    return read(
        """
        [{"id": "%s", "models": [{"id": "%s", "match": {"equals": "%s"}, "prices": %s}]}]\
        """
            .formatted(provider, name, name, prices),
        day);
  }

  /** A provider of models.dev with one model: the value of {@code cost}. */
  static Feed modelsDev(String provider, String name, String cost) {
    return read(
        """
        {"%s": {"models": {"%s": {"cost": %s}}}}\
        """
            .formatted(provider, name, cost),
        DAY);
  }

  static Feed read(String json, LocalDate day) {
    return Feeds.read(json.getBytes(StandardCharsets.UTF_8), null, day);
  }

  static PriceBook book(String yaml) {
    return switch (PriceFile.parse("prices.yaml", yaml)) {
      case Parsed.Ok<PriceBook> ok -> ok.value();
      case Parsed.Failed<PriceBook> failed -> throw new AssertionError(failed.problems());
    };
  }

  static PriceImport.Question onto(PriceBook book, Pin... pins) {
    return new PriceImport.Question(book, List.of(pins), NOW, NOW, deployment -> true);
  }

  /** The one finding of an import onto an empty book. */
  static Finding only(Feed... feeds) {
    List<Finding> findings = PriceImport.of(List.of(feeds), onto(PriceBook.EMPTY)).findings();
    if (findings.size() != 1) {
      throw new AssertionError("expected one finding: " + findings);
    }
    return findings.getFirst();
  }

  /** What was taken, as {@code input 2, output 12}. */
  static String taken(Finding finding) {
    Finding.Taken taken = finding.taken();
    return taken == null ? "nothing" : text(taken.terms());
  }

  static String text(Terms terms) {
    StringBuilder text = new StringBuilder();
    TreeSet<Term> all = new TreeSet<>(terms.millionths().keySet());
    all.addAll(terms.unknown());
    for (Term term : all) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(term.text())
          .append(' ')
          .append(terms.text(term));
    }
    return text.toString();
  }
}
