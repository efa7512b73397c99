package io.tollgate.gateway.cli;

import io.tollgate.gateway.prices.Finding.Change;
import io.tollgate.gateway.prices.Term;
import io.tollgate.gateway.prices.Terms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prices and what differs between them, for people and for JSON. */
final class PriceText {

  private PriceText() {}

  /** Every term with its value, in order. */
  static Map<String, String> terms(Terms terms) {
    TreeSet<Term> all = new TreeSet<>(terms.millionths().keySet());
    all.addAll(terms.unknown());
    Map<String, String> values = new LinkedHashMap<>();
    for (Term term : all) {
      values.put(term.text(), Objects.requireNonNull(terms.text(term)));
    }
    return values;
  }

  /** {@code input 2, output 12, input above 272000 4}. */
  static String line(Terms terms) {
    return terms(terms).entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** {@code input: 2.5 -> 2 (-20.00 %)}. */
  static String line(Change change) {
    BigDecimal percent = change.percent();
    String text =
        "%s: %s -> %s"
            .formatted(
                change.term().text(),
                change.before() == null ? "not stated" : change.before(),
                change.after() == null ? "not stated" : change.after());
    return percent == null
        ? text
        : "%s (%s%s %%)".formatted(text, percent.signum() > 0 ? "+" : "", percent.toPlainString());
  }

  /** Changes as maps, for JSON; amounts as texts, exact and without an exponent. */
  static List<Map<String, Object>> maps(List<Change> changes) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (Change change : changes) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("term", change.term().text());
      putIfPresent(map, "before", change.before());
      putIfPresent(map, "after", change.after());
      BigDecimal percent = change.percent();
      putIfPresent(map, "percent", percent == null ? null : percent.toPlainString());
      maps.add(map);
    }
    return maps;
  }

  /** Puts what there is: JSON leaves out what is not known. */
  static void putIfPresent(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
