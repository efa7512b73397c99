/** Tests of the bench of holds. */
@NullMarked
package io.tollgate.bench.holds;

import org.jspecify.annotations.NullMarked;
