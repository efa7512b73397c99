package io.tollgate.gateway.ledger;

import java.math.BigDecimal;

/**
 * How far the store has come, and what is under way there.
 *
 * @param seq the last record of the journal it holds, 0 where there is none
 * @param hash that record's hash, zeros where there is none
 * @param requestsOpen requests whose hold is open
 * @param heldUsd exact dollars held for them
 * @param requestsOpenUnpriced requests of these whose hold has no amount, for want of a price
 */
public record Standing(
    long seq, String hash, long requestsOpen, BigDecimal heldUsd, long requestsOpenUnpriced) {}
