/** Prices from public feeds: read, compared with each other and with those in force, written. */
@NullMarked
package io.tollgate.gateway.prices;

import org.jspecify.annotations.NullMarked;
