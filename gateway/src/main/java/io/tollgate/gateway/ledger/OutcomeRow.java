package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What was reported of the answers to one account.
 *
 * @param outcomes outcomes that were reported
 * @param successes of these, tasks that were done
 * @param valued of these, outcomes with a value
 * @param valueUsd exact dollars, or {@code null} where no value was reported
 */
public record OutcomeRow(
    long outcomes, long successes, long valued, @Nullable BigDecimal valueUsd) {}
