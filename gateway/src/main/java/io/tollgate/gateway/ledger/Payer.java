package io.tollgate.gateway.ledger;

/**
 * For whom a line of a bill is.
 *
 * @param key the virtual key's public id
 * @param accounts the accounts that it is charged to, as {@link AccountNames} joins them
 */
record Payer(String key, String accounts, String policy, Purpose purpose) {}
