package io.tollgate.bench.provider;

import org.jspecify.annotations.Nullable;

/**
 * What a provider has to show to those who look.
 *
 * @param service in whose words errors are
 * @param refusal why the caller may not see it; {@code null} if he may
 */
record Listing(DialectService service, @Nullable Refusal refusal, String json) {}
