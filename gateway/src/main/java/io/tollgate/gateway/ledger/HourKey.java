package io.tollgate.gateway.ledger;

import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dimensions by which spend is summed.
 *
 * @param hour the UTC hour in which the attempt ended, e.g. {@code 2026-11-21T10:00:00Z}
 * @param deployment {@code provider/model}, empty where nothing was dispatched
 * @param provider empty where nothing was dispatched
 * @param modelClass empty where nothing was dispatched
 * @param quality how the usage is known, {@value #NOTHING_OWED} where nothing is owed
 * @param purpose what the request was made for
 * @param priced whether there is a price: what has none is summed apart and has no amount
 */
record HourKey(
    String hour,
    String key,
    String policy,
    String deployment,
    String provider,
    String modelClass,
    String quality,
    Purpose purpose,
    boolean priced)
    implements SumKey {

  private static final SpanNames HOURS = new SpanNames(3_600, Instant::toString);

  private static final SpanNames DAYS =
      new SpanNames(86_400, begin -> begin.toString().substring(0, 10));

  private static final DerivedNames<String> PROVIDERS = new DerivedNames<>(HourKey::upToSlash);

  /** The usage quality of an attempt that is not billed. */
  static final String NOTHING_OWED = "none";

  static HourKey of(
      Instant at,
      OpenRequest request,
      OpenRequest.@Nullable Attempt attempt,
      @Nullable UsageQuality quality,
      boolean priced) {
    return new HourKey(
        hour(at),
        request.key(),
        request.policy(),
        attempt == null ? "" : attempt.deployment(),
        attempt == null ? "" : attempt.provider(),
        attempt == null ? "" : attempt.modelClass(),
        quality == null ? NOTHING_OWED : quality.key(),
        request.purpose(),
        priced);
  }

  @Override
  public List<Object> columns() {
    return List.of(
        hour,
        key,
        policy,
        deployment,
        provider,
        modelClass,
        quality,
        purpose.key(),
        priced ? 1L : 0L);
  }

  /** The name of the UTC hour that an instant is in. */
  static String hour(Instant at) {
    return HOURS.of(at);
  }

  /** The name of the UTC day that an instant is in. */
  static String day(Instant at) {
    return DAYS.of(at);
  }

  /** The provider's name: a deployment's id up to the first slash. */
  static String provider(String deployment) {
    return PROVIDERS.of(deployment);
  }

  private static String upToSlash(String deployment) {
    int slash = deployment.indexOf('/');
    return slash < 0 ? deployment : deployment.substring(0, slash);
  }
}
