package io.tollgate.bench.provider;

/**
 * What a provider has to show to those who look.
 *
 * @param service in whose words errors are
 * @param allowed whether the caller may see it
 */
record Listing(DialectService service, boolean allowed, String json) {}
