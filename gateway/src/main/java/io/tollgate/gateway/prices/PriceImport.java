package io.tollgate.gateway.prices;

import io.tollgate.gateway.prices.Finding.Status;
import io.tollgate.policies.price.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Compares feeds with each other and with the prices in force.
 *
 * @param findings one per deployment, by name
 * @param refusals what feeds state and is not believed
 * @param uselessPins pins of what the pinned feed does not state
 */
public record PriceImport(List<Finding> findings, List<Refusal> refusals, List<Pin> uselessPins) {

  /**
   * What is asked.
   *
   * @param book the prices in force
   * @param pins decisions of people
   * @param validFrom the time of the calls that a new price is for
   * @param knownFrom the time at which it becomes known
   * @param only the deployments that are looked at
   */
  public record Question(
      PriceBook book,
      List<Pin> pins,
      Instant validFrom,
      Instant knownFrom,
      Predicate<String> only) {}

  /**
   * Compares.
   *
   * @param feeds of several snapshots of one source the latest counts
   */
  public static PriceImport of(List<Feed> feeds, Question question) {
    List<Feed> sources = latest(feeds);
    SortedMap<String, Candidate> candidates = candidates(sources, question);
    List<Finding> findings = new ArrayList<>();
    for (Candidate candidate : candidates.values()) {
      Finding finding = candidate.finding(question);
      if (finding != null) {
        findings.add(finding);
      }
    }
    findings.sort(Comparator.comparing(Finding::deployment));
    return new PriceImport(
        findings,
        sources.stream().flatMap(feed -> feed.refusals().stream()).toList(),
        question.pins().stream()
            .filter(pin -> question.only().test(pin.deployment()))
            .filter(pin -> !stated(candidates, pin))
            .toList());
  }

  private static boolean stated(SortedMap<String, Candidate> candidates, Pin pin) {
    Candidate candidate = candidates.get(DeploymentNames.key(pin.deployment()));
    return candidate != null && candidate.isStatedBy(pin.source());
  }

  /** Two snapshots of a source are no two sources. */
  private static List<Feed> latest(List<Feed> feeds) {
    Map<FeedFormat, Feed> latest = new TreeMap<>();
    for (Feed feed : feeds) {
      latest.merge(feed.format(), feed, (a, b) -> b.asOf().isBefore(a.asOf()) ? a : b);
    }
    return List.copyOf(latest.values());
  }

  private static SortedMap<String, Candidate> candidates(List<Feed> feeds, Question question) {
    SortedMap<String, Candidate> candidates = new TreeMap<>();
    Set<String> providers = new TreeSet<>();
    for (Feed feed : feeds) {
      for (FeedPrice price : feed.prices()) {
        providers.add(provider(price.deployment()));
        candidates
            .computeIfAbsent(
                DeploymentNames.key(price.deployment()),
                ignored -> new Candidate(price.deployment()))
            .add(feed, price);
      }
    }
    for (String deployment : question.book().deployments()) {
      if (providers.contains(provider(deployment))) {
        Candidate candidate =
            candidates.computeIfAbsent(
                DeploymentNames.key(deployment), ignored -> new Candidate(deployment));
        candidate.deployment(deployment); // our spelling is the one that requests are priced by
      }
    }
    candidates.values().removeIf(candidate -> !question.only().test(candidate.deployment()));
    return candidates;
  }

  private static String provider(String deployment) {
    return deployment.substring(0, deployment.indexOf('/'));
  }

  /** The findings of a status. */
  public List<Finding> of(Status status) {
    return findings.stream().filter(finding -> finding.status() == status).toList();
  }
}
