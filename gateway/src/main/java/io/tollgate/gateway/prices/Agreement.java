package io.tollgate.gateway.prices;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What several feeds say of one deployment, joined.
 *
 * <p>Two must state a value for it to be taken, and none may state another. What one states alone
 * is taken where it is in force already. Otherwise:
 *
 * <ul>
 *   <li>a price is declared unknown: there is one, and it is not known;
 *   <li>a service tier is left out, so that calls in it are unpriced;
 *   <li>a context tier or a time of day is a contradiction, since the others deny it by leaving it
 *       out.
 * </ul>
 *
 * @param terms what is taken
 * @param conflicts what contradicts, in sentences; nothing may be taken where there is one
 * @param notes what else a person should know
 */
record Agreement(Terms terms, List<String> conflicts, List<String> notes) {

  /**
   * Joins the statements of two feeds or more.
   *
   * @param statements by feed
   * @param inForce what the book says, or {@code null}
   */
  static Agreement of(Map<String, Terms> statements, @Nullable Terms inForce) {
    return new Joining(statements, inForce).join();
  }

  private static final class Joining {
    private final Map<String, Terms> statements;
    private final @Nullable Terms inForce;
    private final SortedMap<Term, Long> taken = new TreeMap<>();
    private final SortedSet<Term> unknown = new TreeSet<>();
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Joining(Map<String, Terms> statements, @Nullable Terms inForce) {
      this.statements = statements;
      this.inForce = inForce;
    }

    Agreement join() {
      SortedSet<Term> all = new TreeSet<>();
      statements
          .values()
          .forEach(terms -> {
            all.addAll(terms.millionths().keySet());
            all.addAll(terms.unknown());
          });
      checkTiers();
      all.forEach(this::join);
      keepInForce();
      complete();
      return new Agreement(new Terms(taken, unknown).normal(), conflicts, notes);
    }

    private @Nullable Long inForce(Term term) {
      return inForce == null ? null : inForce.millionths().get(term);
    }

    /**
     * A context tier that some feeds have and others have not is believed only if it is in force.
     */
    private void checkTiers() {
      SortedSet<Long> tiers = new TreeSet<>();
      statements.values().forEach(terms -> tiers.addAll(terms.tiers()));
      for (long above : tiers) {
        List<String> with = sources(terms -> terms.tiers().contains(above));
        if (with.size() < statements.size()
            && (inForce == null || !inForce.tiers().contains(above))) {
          conflicts.add(
              "a context tier above %d: %s; none: %s"
                  .formatted(
                      above,
                      String.join(", ", with),
                      String.join(", ", sources(terms -> !terms.tiers().contains(above)))));
        }
      }
    }

    private List<String> sources(Predicate<Terms> test) {
      return statements.entrySet().stream()
          .filter(entry -> test.test(entry.getValue()))
          .map(Map.Entry::getKey)
          .toList();
    }

    private void join(Term term) {
      List<Long> values =
          statements.values().stream()
              .map(terms -> terms.millionths().get(term))
              .filter(value -> value != null)
              .toList();
      if (values.stream().distinct().count() > 1) {
        conflicts.add(term.text() + ": " + said(term));
      } else if (values.size() > 1) {
        taken.put(term, values.getFirst());
      } else {
        alone(term, values.isEmpty() ? null : values.getFirst());
      }
    }

    /** Only one feed states a value, or one states that there is one and is not believed. */
    private void alone(Term term, @Nullable Long value) {
      Long before = inForce(term);
      if (before != null) {
        if (value != null && !value.equals(before)) {
          conflicts.add(
              "%s: %s; in force %s".formatted(term.text(), said(term), Terms.plain(before)));
        }
        return; // what is in force is kept, below
      }
      if (term instanceof Term.Band) {
        conflicts.add(term.text() + ": " + said(term) + "; the others know no times of day");
      } else if (term instanceof Term.Service) {
        notes.add("%s is left out: only %s".formatted(term.text(), said(term)));
      } else if (inForce == null) {
        unknown.add(term);
        if (value != null) {
          notes.add("%s is unknown: only %s".formatted(term.text(), said(term)));
        }
      } else if (value != null) {
        notes.add("%s is left as it is: only %s".formatted(term.text(), said(term)));
      }
    }

    private String said(Term term) {
      return statements.entrySet().stream()
          .filter(entry -> entry.getValue().millionths().containsKey(term))
          .map(entry -> entry.getKey() + " " + entry.getValue().text(term))
          .collect(Collectors.joining(", "));
    }

    /**
     * What is in force and two feeds do not state: multipliers are kept, being relative; prices are
     * kept as long as no other price moves, since otherwise they are likely to have moved, too.
     */
    private void keepInForce() {
      if (inForce == null) {
        return;
      }
      boolean moved =
          taken.entrySet().stream()
              .anyMatch(entry ->
                  entry.getKey() instanceof Term.Price
                      && !entry.getValue().equals(inForce(entry.getKey())));
      inForce
          .millionths()
          .forEach((term, value) -> {
            boolean stated =
                statements.values().stream()
                    .anyMatch(terms -> value.equals(terms.millionths().get(term)));
            if (term instanceof Term.Price && moved && !stated && !taken.containsKey(term)) {
              conflicts.add(
                  "%s: in force %s and stated by no feed, while other prices of it change"
                      .formatted(term.text(), Terms.plain(value)));
            }
            taken.putIfAbsent(term, value);
          });
      unknown.addAll(inForce.unknown());
      unknown.removeAll(taken.keySet());
    }

    /** Input and output must be known in every tier; the rest may be unknown in one. */
    private void complete() {
      Terms joined = new Terms(taken, unknown);
      SortedSet<Long> tiers = joined.tiers();
      tiers.add(0L);
      for (long above : tiers) {
        for (FeedMeter meter : FeedMeter.values()) {
          Term term = new Term.Price(above, meter);
          boolean base = taken.containsKey(Term.of(meter)) || unknown.contains(Term.of(meter));
          if (taken.containsKey(term)) {
            continue;
          }
          if (meter == FeedMeter.INPUT || meter == FeedMeter.OUTPUT) {
            if (conflicts.isEmpty()) {
              conflicts.add(term.text() + ": not stated by two feeds");
            }
          } else if (base) {
            unknown.add(term);
          }
        }
      }
    }
  }
}
