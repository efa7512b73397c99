package io.tollgate.gateway.reconcile;

import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One difference that somebody may want to act on.
 *
 * @param first the first day, UTC
 * @param last the last day, UTC
 * @param model empty where it is about no model in particular
 * @param serviceTier empty where it is about no tier in particular
 * @param meter {@code null} where it is about no meter in particular
 * @param quantity tokens that the invoice has beyond the ledger, or that the finding is about;
 *     {@code null} where unknown or none
 * @param amountUsd dollars that the invoice has beyond the ledger
 * @param sentence what was found and what to do
 */
public record Finding(
    Bucket bucket,
    String provider,
    LocalDate first,
    LocalDate last,
    String model,
    String serviceTier,
    @Nullable Meter meter,
    @Nullable BigDecimal quantity,
    BigDecimal amountUsd,
    String sentence) {}
