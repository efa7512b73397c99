/**
 * Cross-validation of learners, and what is measured of it.
 *
 * <p>Starting point: {@link io.tollgate.bench.routing.measure.CrossValidation}.
 */
@NullMarked
package io.tollgate.bench.routing.measure;

import org.jspecify.annotations.NullMarked;
