/** Tests of the life of one request. */
@NullMarked
package io.tollgate.gateway.exchange;

import org.jspecify.annotations.NullMarked;
