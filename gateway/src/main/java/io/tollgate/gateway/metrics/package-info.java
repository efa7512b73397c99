/** Names and instruments of everything the gateway measures. */
@NullMarked
package io.tollgate.gateway.metrics;

import org.jspecify.annotations.NullMarked;
