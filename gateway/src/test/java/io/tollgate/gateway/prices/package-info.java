@NullMarked
package io.tollgate.gateway.prices;

import org.jspecify.annotations.NullMarked;
