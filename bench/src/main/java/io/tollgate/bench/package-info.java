/** Measuring: simulated providers, the demo, load runs and benchmarks. */
@NullMarked
package io.tollgate.bench;

import org.jspecify.annotations.NullMarked;
