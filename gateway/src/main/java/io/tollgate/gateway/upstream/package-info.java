/** Calls to providers: connection pools, deadlines, failures by consequence, observed behaviour. */
@NullMarked
package io.tollgate.gateway.upstream;

import org.jspecify.annotations.NullMarked;
