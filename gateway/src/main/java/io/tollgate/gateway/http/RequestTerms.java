package io.tollgate.gateway.http;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.policies.money.Picodollars;
import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its own money, in headers: what it may cost at most, and what its spend is
 * tagged with.
 *
 * @param maxCost the least of what the request and its key allow, or {@code null}
 * @param tags beside those of its key
 */
record RequestTerms(@Nullable Picodollars maxCost, List<Scope> tags) {

  static final String MAX_COST = "x-tollgate-max-cost";
  static final String TAGS = "x-tollgate-tags";

  private static final int CHARS_MAX = 1_000;
  private static final int TAGS_MAX = 8;
  private static final BigDecimal DOLLARS_MAX = new BigDecimal(1_000_000);

  /**
   * Reads the headers.
   *
   * @throws IllegalArgumentException with a sentence for the caller
   */
  static RequestTerms read(MultiMap headers, Caller caller) {
    String cost = headers.get(MAX_COST);
    String tags = headers.get(TAGS);
    KeyTerms terms = caller.key().terms();
    return new RequestTerms(
        least(terms.maxCost(), cost == null ? null : dollars(cost)),
        tags == null ? List.of() : tags(tags, terms.tags()));
  }

  private static @Nullable Picodollars least(
      @Nullable Picodollars one, @Nullable Picodollars other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Picodollars dollars(String text) {
    if (text.length() <= 20 && text.strip().matches("\\d{1,7}(\\.\\d{1,12})?")) {
      BigDecimal dollars = new BigDecimal(text.strip());
      if (dollars.compareTo(DOLLARS_MAX) <= 0) {
        return Picodollars.ofDollars(dollars);
      }
    }
    throw new IllegalArgumentException(
        MAX_COST + " is what the request may cost at most, in dollars: 0.05");
  }

  private static List<Scope> tags(String text, Map<String, String> own) {
    List<Scope> tags = new ArrayList<>();
    if (text.length() <= CHARS_MAX) {
      for (String tag : text.split(",", -1)) {
        Scope scope = tag(tag.strip());
        if (scope == null || own.containsKey(name(scope)) || tags.contains(scope)) {
          throw invalidTags();
        }
        tags.add(scope);
      }
    }
    if (tags.isEmpty() || tags.size() > TAGS_MAX) {
      throw invalidTags();
    }
    return tags;
  }

  private static String name(Scope tag) {
    return tag.id().substring(0, tag.id().indexOf('='));
  }

  private static @Nullable Scope tag(String text) {
    try {
      return new Scope(Scope.Kind.TAG, text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static IllegalArgumentException invalidTags() {
    return new IllegalArgumentException(
        TAGS
            + " has up to "
            + TAGS_MAX
            + " different tags, none of them the key's own: feature=search, customer=42");
  }
}
