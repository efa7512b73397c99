package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a comparison of invoices with the ledger found. Immutable. */
public final class Reconciliation {

  private final List<ProviderSummary> providers;
  private final List<Finding> findings;
  private final List<Share> shares;

  Reconciliation(List<ProviderSummary> providers, List<Finding> findings, List<Share> shares) {
    this.providers = List.copyOf(providers);
    this.findings = List.copyOf(findings);
    this.shares = List.copyOf(shares);
  }

  /** The providers that the invoices are of, by name. */
  public List<ProviderSummary> providers() {
    return providers;
  }

  /** What was found, by bucket, provider, day and model. */
  public List<Finding> findings() {
    return findings;
  }

  /** Whether nothing is unexplained and no gap is beyond a tolerance. */
  public boolean isSound(long tolerancePpm, Set<Bucket> accepted) {
    return findings.stream().noneMatch(finding -> finding.bucket() == Bucket.UNEXPLAINED)
        && providers.stream().allMatch(provider -> isWithin(provider, tolerancePpm, accepted));
  }

  private static boolean isWithin(
      ProviderSummary provider, long tolerancePpm, Set<Bucket> accepted) {
    Long gap = provider.gapPpm(accepted);
    return gap != null && gap <= tolerancePpm;
  }

  private record VarianceKey(Bucket bucket, String provider, LocalDate day, String model)
      implements Comparable<VarianceKey> {

    private static final Comparator<VarianceKey> ORDER =
        Comparator.comparing(VarianceKey::provider)
            .thenComparing(VarianceKey::day)
            .thenComparing(VarianceKey::bucket)
            .thenComparing(VarianceKey::model);

    @Override
    public int compareTo(VarianceKey other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * The differences of some buckets as variances to post: one for each provider, day, bucket and
   * model, without those that come to nothing.
   */
  public List<Variance> variances(Set<Bucket> accepted) {
    Map<VarianceKey, BigDecimal> sums = new TreeMap<>();
    for (Share share : shares) {
      if (accepted.contains(share.bucket())) {
        Series series = share.key().series();
        sums.merge(
            new VarianceKey(share.bucket(), series.provider(), share.key().first(), series.model()),
            share.amount(),
            BigDecimal::add);
      }
    }
    List<Variance> variances = new ArrayList<>();
    sums.forEach((key, amount) -> {
      if (amount.signum() != 0) {
        variances.add(
            new Variance(
                key.bucket(), key.provider(), key.day(), key.model(), amount, note(key, amount)));
      }
    });
    return variances;
  }

  private static String note(VarianceKey key, BigDecimal amount) {
    return "Reconciliation with the invoice of %s for %s: %s%s, %s."
        .formatted(
            key.provider(),
            key.day(),
            key.bucket().key(),
            key.model().isEmpty() ? "" : " of " + key.model(),
            Amounts.dollars(amount));
  }
}
