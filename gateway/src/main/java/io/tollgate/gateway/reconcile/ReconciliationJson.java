package io.tollgate.gateway.reconcile;

import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a reconciliation as JSON. Amounts and quantities are texts, so that no reader makes binary
 * floating-point numbers of them.
 */
public final class ReconciliationJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReconciliationJson() {}

  private record Report(boolean sound, List<Provider> providers, List<Found> findings) {}

  private record Provider(
      String provider,
      String firstDay,
      String lastDay,
      String invoiceUsd,
      String ledgerUsd,
      String differenceUsd,
      @Nullable Long gapPpm,
      Map<String, String> bucketsUsd) {}

  private record Found(
      String bucket,
      String provider,
      String firstDay,
      String lastDay,
      String model,
      String serviceTier,
      @Nullable String meter,
      @Nullable String quantity,
      String amountUsd,
      boolean accepted,
      String finding) {}

  /** All of it as one line of JSON. */
  public static String write(
      Reconciliation reconciliation, long tolerancePpm, Set<Bucket> accepted) {
    return JSON.writeValueAsString(
        new Report(
            reconciliation.isSound(tolerancePpm, accepted),
            reconciliation.providers().stream().map(one -> provider(one, accepted)).toList(),
            reconciliation.findings().stream().map(one -> found(one, accepted)).toList()));
  }

  private static Provider provider(ProviderSummary summary, Set<Bucket> accepted) {
    Map<String, String> buckets = new LinkedHashMap<>();
    summary.buckets().forEach((bucket, amount) -> buckets.put(bucket.key(), Amounts.plain(amount)));
    return new Provider(
        summary.provider(),
        summary.period().first().toString(),
        summary.period().last().toString(),
        Amounts.plain(summary.invoiceUsd()),
        Amounts.plain(summary.ledgerUsd()),
        Amounts.plain(summary.residualUsd()),
        summary.gapPpm(accepted),
        buckets);
  }

  private static Found found(Finding finding, Set<Bucket> accepted) {
    Meter meter = finding.meter();
    BigDecimal quantity = finding.quantity();
    return new Found(
        finding.bucket().key(),
        finding.provider(),
        finding.first().toString(),
        finding.last().toString(),
        finding.model(),
        finding.serviceTier(),
        meter == null ? null : meter.key(),
        quantity == null ? null : Amounts.plain(quantity),
        Amounts.plain(finding.amountUsd()),
        accepted.contains(finding.bucket()),
        finding.sentence());
  }
}
