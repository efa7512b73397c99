/** A quality budget from end to end, on a made-up world. */
@NullMarked
package io.tollgate.bench.budget;

import org.jspecify.annotations.NullMarked;
