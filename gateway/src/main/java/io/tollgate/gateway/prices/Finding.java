package io.tollgate.gateway.prices;

import io.tollgate.policies.price.Confidence;
import io.tollgate.policies.price.PriceVersion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came out for one deployment.
 *
 * @param deployment {@code provider/model}
 * @param status what it comes to
 * @param statements what each feed says, by the name of the feed
 * @param inForce the price that the book gives, or {@code null} where it gives none
 * @param taken the price to write, or {@code null} where none is
 * @param notes what a person should know, in sentences
 */
public record Finding(
    String deployment,
    Status status,
    Map<String, Terms> statements,
    @Nullable PriceVersion inForce,
    @Nullable Taken taken,
    List<String> notes) {

  /** What a deployment comes to. */
  public enum Status {
    /** Founded, and there was no price. */
    NEW,
    /** Founded, and other than what is in force. */
    CHANGED,
    /** As it is in force. */
    UNCHANGED,
    /** Feeds contradict each other, or one contradicts what is in force. */
    DISAGREEING,
    /** Only one feed knows it. */
    NEEDS_PIN,
    /** In force with terms that an import can neither compare nor write, such as a contract. */
    BY_HAND,
    /** In force, and in no feed, though a feed knows its provider. */
    ABSENT;

    /** The name in JSON and in headings. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A price that is believed.
   *
   * @param terms what it costs
   * @param source who says so
   * @param asOf the day for which it stands
   * @param confidence how well it is founded
   */
  public record Taken(Terms terms, String source, LocalDate asOf, Confidence confidence) {}

  /**
   * One thing that differs.
   *
   * @param term what
   * @param before its value before, {@code null} where nothing was said of it
   * @param after its value after, {@code null} where nothing is said of it
   */
  public record Change(Term term, @Nullable String before, @Nullable String after) {

    private static final String UNKNOWN = "unknown";

    /**
     * The change in per cent of the value before: exact where it has at most two decimals, else
     * rounded half-even to two; {@code null} where there is no such number.
     */
    public @Nullable BigDecimal percent() {
      if (before == null || after == null || before.equals(UNKNOWN) || after.equals(UNKNOWN)) {
        return null;
      }
      BigDecimal from = new BigDecimal(before);
      if (from.signum() == 0) {
        return null;
      }
      return new BigDecimal(after)
          .subtract(from)
          .movePointRight(2)
          .divide(from, 2, RoundingMode.HALF_EVEN);
    }

    /** What differs between two prices, term by term. */
    public static List<Change> between(@Nullable Terms before, Terms after) {
      SortedSet<Term> terms = new TreeSet<>(after.millionths().keySet());
      terms.addAll(after.unknown());
      if (before != null) {
        terms.addAll(before.millionths().keySet());
        terms.addAll(before.unknown());
      }
      return terms.stream()
          .map(
              term -> new Change(term, before == null ? null : before.text(term), after.text(term)))
          .filter(change -> !Objects.equals(change.before(), change.after()))
          .toList();
    }
  }

  public Finding {
    notes = List.copyOf(notes);
  }

  /** What would change in the book. */
  public List<Change> changes() {
    return taken == null
        ? List.of()
        : Change.between(inForce == null ? null : Terms.of(inForce), taken.terms());
  }
}
