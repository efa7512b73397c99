/** JMH benchmarks of the parts, and {@link io.tollgate.bench.jmh.JmhCommand} to run them. */
@NullMarked
package io.tollgate.bench.jmh;

import org.jspecify.annotations.NullMarked;
