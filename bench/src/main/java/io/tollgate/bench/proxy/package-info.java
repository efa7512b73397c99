/**
 * What a gateway is measured beside: a bare proxy of the same framework, and the proxies of the
 * system's packages, each as a process on CPUs of its own.
 *
 * <p>Starting points: {@link io.tollgate.bench.proxy.BareProxy}, {@link
 * io.tollgate.bench.proxy.PlainProxy} and {@link io.tollgate.bench.proxy.Placement}.
 */
@NullMarked
package io.tollgate.bench.proxy;

import org.jspecify.annotations.NullMarked;
