package io.tollgate.gateway.exchange;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request came to: what the page, the demo's table and the metrics show.
 *
 * @param at when the request arrived
 * @param request its id
 * @param key the public id of the virtual key
 * @param dialect how the client spoke
 * @param losses how many things the provider of the last attempt could not be told
 * @param policy the policy that decided
 * @param rule the rule of that policy
 * @param deployment the deployment of the last attempt
 * @param attempts attempts made
 * @param stream whether the answer was streamed
 * @param status the status the client saw, or 499 where it left before any
 * @param outcome {@code complete}, {@code truncated}, {@code aborted} or {@code failed}
 * @param usage tokens of the last attempt
 * @param quality how they are known
 * @param cost what all attempts cost, or {@code null} where a price is missing
 * @param ttftMs milliseconds from arrival to the first content byte, or -1
 * @param totalMs milliseconds from arrival to the end
 * @param reason why this deployment was chosen
 * @param accounts the names of the accounts that it was charged to
 */
public record FinishedExchange(
    Instant at,
    String request,
    String key,
    String dialect,
    int losses,
    String policy,
    String rule,
    Deployment deployment,
    int attempts,
    boolean stream,
    int status,
    String outcome,
    Usage usage,
    UsageQuality quality,
    @Nullable Picodollars cost,
    long ttftMs,
    long totalMs,
    String reason,
    List<String> accounts) {

  public FinishedExchange {
    accounts = List.copyOf(accounts);
  }
}
