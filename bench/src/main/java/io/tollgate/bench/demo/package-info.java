/** The demo: a gateway, simulated providers and sample traffic, with nothing to configure. */
@NullMarked
package io.tollgate.bench.demo;

import org.jspecify.annotations.NullMarked;
