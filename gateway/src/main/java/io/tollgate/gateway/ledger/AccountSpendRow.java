package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one account spent on one thing.
 *
 * @param account the name of the account, without what all of its kind begin with
 * @param name what it was spent on: a deployment, a policy, a day ...
 * @param requests requests that ended
 * @param attempts attempts that were billed or booked at their estimate
 * @param unpricedAttempts attempts of these without a price, not in the amount
 * @param unpricedTokens their tokens, which are in the token counts
 * @param amountUsd exact dollars, or {@code null} where nothing here has a price
 * @param listUsd the same at list prices
 * @param estimatedUsd dollars that rest on an estimated usage
 */
public record AccountSpendRow(
    String account,
    String name,
    long requests,
    long attempts,
    long unpricedAttempts,
    long unpricedTokens,
    long tokensIn,
    long tokensCached,
    long tokensOut,
    long tokensReasoning,
    @Nullable BigDecimal amountUsd,
    BigDecimal listUsd,
    BigDecimal estimatedUsd) {}
