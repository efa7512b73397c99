package io.tollgate.gateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a call that it served.
 *
 * @param status the HTTP status, or 0 where there was none
 * @param model the model it says it served, if it said
 * @param tier the service tier it says it served in, where that is not the standard one
 * @param region where it says it served, if it said
 * @param providerRequest its own id of the call, if it gave one
 */
public record Service(
    int status,
    @Nullable String model,
    @Nullable String tier,
    @Nullable String region,
    @Nullable String providerRequest) {

  /** A call of which nothing but the status is known. */
  public static Service of(int status) {
    return new Service(status, null, null, null, null);
  }

  public Service {
    model = model == null ? null : Entry.clip(model);
    tier = tier == null ? null : Entry.clip(tier);
    region = region == null ? null : Entry.clip(region);
    providerRequest = providerRequest == null ? null : Entry.clip(providerRequest);
  }
}
