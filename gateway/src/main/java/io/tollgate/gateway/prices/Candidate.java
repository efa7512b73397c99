package io.tollgate.gateway.prices;

import io.tollgate.gateway.prices.Finding.Status;
import io.tollgate.gateway.prices.Finding.Taken;
import io.tollgate.gateway.prices.PriceImport.Question;
import io.tollgate.policies.price.Confidence;
import io.tollgate.policies.price.PriceVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A deployment with all that feeds say of it, on the way to a finding. */
final class Candidate {
  private String deployment;
  private final SortedMap<String, FeedPrice> prices = new TreeMap<>();
  private final SortedMap<String, LocalDate> days = new TreeMap<>();

  Candidate(String deployment) {
    this.deployment = deployment;
  }

  void add(Feed feed, FeedPrice price) {
    prices.put(feed.source(), price);
    days.put(feed.source(), feed.asOf());
  }

  String deployment() {
    return deployment;
  }

  void deployment(String spelling) {
    deployment = spelling;
  }

  boolean isStatedBy(String source) {
    return prices.containsKey(source);
  }

  /** What it comes to, or {@code null} where neither a feed nor the book has a price. */
  @Nullable Finding finding(Question question) {
    PriceVersion inForce =
        question.book().versionAt(deployment, question.validFrom(), question.knownFrom());
    SortedMap<String, Terms> statements = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    prices.forEach((source, price) -> {
      statements.put(source, price.at(question.validFrom()));
      price
          .after(question.validFrom())
          .forEach(dated ->
              notes.add(
                  "%s announces other prices from %s: import again then, if they come"
                      .formatted(source, dated.from())));
    });
    if (statements.isEmpty()) {
      return inForce == null
          ? null
          : new Finding(deployment, Status.ABSENT, statements, inForce, null, notes);
    }
    List<PriceVersion> versions = question.book().versions(deployment);
    if (!versions.isEmpty() && !PriceFileText.isWritable(deployment, versions)) {
      return new Finding(deployment, Status.BY_HAND, statements, inForce, null, notes);
    }
    Terms before = inForce == null ? null : Terms.of(inForce);
    Pin pin = pin(question.pins());
    if (pin != null) {
      Terms terms = withMultipliers(statements.get(pin.source()), before);
      LocalDate day = days.getOrDefault(pin.source(), LocalDate.EPOCH);
      String source = pin.source() + ", " + pin.reason();
      return taken(statements, inForce, new Taken(terms, source, day, Confidence.B), notes);
    }
    return statements.size() == 1
        ? single(statements, inForce, before, notes)
        : joined(statements, inForce, before, notes);
  }

  private @Nullable Pin pin(List<Pin> pins) {
    return pins.stream()
        .filter(
            pin -> DeploymentNames.key(pin.deployment()).equals(DeploymentNames.key(deployment)))
        .filter(pin -> prices.containsKey(pin.source()))
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  /** What feeds seldom state and is relative: service tiers and times of day. */
  private static Terms withMultipliers(@Nullable Terms pinned, @Nullable Terms before) {
    Terms terms = pinned == null ? new Terms(new TreeMap<>(), new TreeSet<>()) : pinned;
    SortedMap<Term, Long> all = new TreeMap<>(terms.millionths());
    Set<Term> unknown = new TreeSet<>(terms.unknown());
    if (before != null) {
      before
          .millionths()
          .forEach((term, value) -> {
            if (!(term instanceof Term.Price)) {
              all.putIfAbsent(term, value);
            }
          });
    }
    for (long above : terms.tiers()) {
      for (Term.Price base : Terms.prices(terms.millionths().keySet())) {
        Term term = new Term.Price(above, base.meter());
        if (!all.containsKey(term)) {
          unknown.add(term);
        }
      }
    }
    return new Terms(all, new TreeSet<>(unknown));
  }

  /** One feed may confirm what is in force, and no more. */
  private Finding single(
      SortedMap<String, Terms> statements,
      @Nullable PriceVersion inForce,
      @Nullable Terms before,
      List<String> notes) {
    Terms said = statements.firstEntry().getValue();
    boolean confirms =
        before != null
            && said.millionths().entrySet().stream()
                .allMatch(
                    entry -> entry.getValue().equals(before.millionths().get(entry.getKey())));
    Status status = confirms ? Status.UNCHANGED : Status.NEEDS_PIN;
    return new Finding(deployment, status, statements, inForce, null, notes);
  }

  private Finding joined(
      SortedMap<String, Terms> statements,
      @Nullable PriceVersion inForce,
      @Nullable Terms before,
      List<String> notes) {
    Agreement agreement = Agreement.of(statements, before);
    if (!agreement.conflicts().isEmpty()) {
      List<String> all = new ArrayList<>(agreement.conflicts());
      all.addAll(notes);
      return new Finding(deployment, Status.DISAGREEING, statements, inForce, null, all);
    }
    String older = older(inForce, agreement.terms());
    if (older != null) {
      notes.addFirst(older);
      return new Finding(deployment, Status.DISAGREEING, statements, inForce, null, notes);
    }
    notes.addAll(agreement.notes());
    LocalDate day = days.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    String source = String.join(", ", statements.keySet());
    return taken(
        statements, inForce, new Taken(agreement.terms(), source, day, Confidence.A), notes);
  }

  /** Old feeds that agree are old news: two must be as young as what they would change. */
  private @Nullable String older(@Nullable PriceVersion inForce, Terms terms) {
    if (inForce == null || Terms.of(inForce).equals(terms)) {
      return null;
    }
    LocalDate since = inForce.provenance().asOf();
    List<String> older =
        days.entrySet().stream()
            .filter(day -> day.getValue().isBefore(since))
            .map(day -> day.getKey() + " of " + day.getValue())
            .toList();
    return days.size() - older.size() >= 2
        ? null
        : "what is in force stands for %s and is younger than %s"
            .formatted(since, String.join(", ", older));
  }

  private Finding taken(
      SortedMap<String, Terms> statements,
      @Nullable PriceVersion inForce,
      Taken taken,
      List<String> notes) {
    Status status =
        inForce == null
            ? Status.NEW
            : Terms.of(inForce).equals(taken.terms()) ? Status.UNCHANGED : Status.CHANGED;
    return new Finding(
        deployment, status, statements, inForce, status == Status.UNCHANGED ? null : taken, notes);
  }
}
