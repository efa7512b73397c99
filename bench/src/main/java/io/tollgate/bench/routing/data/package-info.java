/**
 * Recorded prompts and what each model made of them, read from a directory.
 *
 * <p>Starting points: {@link io.tollgate.bench.routing.data.RoutingData} for a directory, {@link
 * io.tollgate.bench.routing.data.Folds} for splitting it.
 */
@NullMarked
package io.tollgate.bench.routing.data;

import org.jspecify.annotations.NullMarked;
