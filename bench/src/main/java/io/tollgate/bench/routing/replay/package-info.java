/**
 * Recorded outcomes streamed through predictor, pacer and watch, as if they were traffic: what is
 * saved and what is lost against the budget, in calm and in trouble.
 */
@NullMarked
package io.tollgate.bench.routing.replay;

import org.jspecify.annotations.NullMarked;
