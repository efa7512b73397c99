/**
 * Simulated model providers: HTTP servers that speak the dialects of the real ones with seeded
 * behaviour, break on request, and keep their own bill.
 *
 * <p>Starting points: {@link io.tollgate.bench.provider.SimulatedProvider} and {@link
 * io.tollgate.bench.provider.DemoProviders}.
 *
 * <p>A {@link io.tollgate.bench.provider.DialectService} reads a request into a {@link
 * io.tollgate.bench.provider.Turn}, the {@link io.tollgate.bench.provider.Composer} decides on an
 * {@link io.tollgate.bench.provider.Answer}, and a {@link io.tollgate.bench.provider.Voice} words
 * it again; pace, faults and bills lie between the two and are the same for all dialects.
 */
@NullMarked
package io.tollgate.bench.provider;

import org.jspecify.annotations.NullMarked;
