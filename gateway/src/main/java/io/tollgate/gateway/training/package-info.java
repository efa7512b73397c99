/**
 * Recorded prompts and what each model made of them, read from a directory, to learn from.
 *
 * <p>Starting points: {@link io.tollgate.gateway.training.RoutingData} for a directory, {@link
 * io.tollgate.gateway.training.Union} for what may be learnt of its sets together.
 */
@NullMarked
package io.tollgate.gateway.training;

import org.jspecify.annotations.NullMarked;
