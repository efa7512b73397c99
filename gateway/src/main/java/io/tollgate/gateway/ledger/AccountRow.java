package io.tollgate.gateway.ledger;

import java.math.BigDecimal;

/**
 * An account of the trial balance.
 *
 * @param name e.g. {@code spend:key_1}, {@code payable:openai}, {@code suspense:unpriced}
 * @param currency ISO 4217
 * @param postings all postings to it
 * @param unpriced postings of these that have no amount, because there is no price
 * @param balance exact, in the currency; positive is debit
 */
public record AccountRow(
    String name, String currency, long postings, long unpriced, BigDecimal balance) {}
