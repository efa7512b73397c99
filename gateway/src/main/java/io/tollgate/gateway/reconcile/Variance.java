package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A difference that was accepted and is to be posted as a correction entry.
 *
 * @param bucket why it arose
 * @param day the UTC day it belongs to; the first one where the invoice has no days
 * @param model the model, or empty where it belongs to none
 * @param amountUsd what the provider bills beyond the ledger; negative where it bills less
 * @param note what it is, for a reader of the ledger
 */
public record Variance(
    Bucket bucket,
    String provider,
    LocalDate day,
    String model,
    BigDecimal amountUsd,
    String note) {}
