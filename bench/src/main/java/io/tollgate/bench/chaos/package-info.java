/** A long run in which everything around the gateway fails, and what it must show at the end. */
@NullMarked
package io.tollgate.bench.chaos;

import org.jspecify.annotations.NullMarked;
