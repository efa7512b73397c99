/**
 * Simulated model providers: HTTP servers that speak the OpenAI chat dialect with seeded behaviour,
 * break on request, and keep their own bill.
 *
 * <p>Starting points: {@link io.tollgate.bench.provider.SimulatedProvider} and {@link
 * io.tollgate.bench.provider.DemoProviders}.
 *
 * <p>What a caller may write into the last user message of a prompt, which a gateway forwards byte
 * for byte:
 *
 * <ul>
 *   <li>{@code [[tokens:N]]}: answer with exactly N visible tokens (if {@code max_tokens} allows).
 *   <li>{@code [[tool:A,B]]}: call the tools A and B, if the request offers them.
 *   <li>{@code [[fault:KIND]]}, {@code [[fault:KIND=ARGUMENT]]}: break as {@link
 *       io.tollgate.bench.provider.Fault} says.
 *   <li>{@code [[fault@NAME:KIND=ARGUMENT]]}: the same, but only at the provider, the model, or the
 *       {@code provider/model} of that name, so that a fallback can be seen.
 * </ul>
 */
@NullMarked
package io.tollgate.bench.provider;

import org.jspecify.annotations.NullMarked;
