/**
 * Learners that are compared: what one is handed, and what it has to say.
 *
 * <p>Starting points: {@link io.tollgate.bench.routing.learn.Learner} and {@link
 * io.tollgate.bench.routing.learn.Fitted}, to be implemented.
 */
@NullMarked
package io.tollgate.bench.routing.learn;

import org.jspecify.annotations.NullMarked;
