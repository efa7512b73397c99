/** Tests of the metrics. */
@NullMarked
package io.tollgate.gateway.metrics;

import org.jspecify.annotations.NullMarked;
