/** Tests of rate limits. */
@NullMarked
package io.tollgate.gateway.limit;

import org.jspecify.annotations.NullMarked;
