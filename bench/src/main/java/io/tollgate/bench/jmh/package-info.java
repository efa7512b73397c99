/** JMH benchmarks of the parts, and {@link io.tollgate.bench.jmh.JmhMain} to run them. */
@NullMarked
package io.tollgate.bench.jmh;

import org.jspecify.annotations.NullMarked;
