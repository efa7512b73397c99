/** Clients that mean harm, or might as well: many at a time, from one process. */
@NullMarked
package io.tollgate.bench.attack;

import org.jspecify.annotations.NullMarked;
