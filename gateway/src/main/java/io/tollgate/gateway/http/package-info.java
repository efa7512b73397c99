/** The data plane: listeners, routes, limits, authentication and error replies. */
@NullMarked
package io.tollgate.gateway.http;

import org.jspecify.annotations.NullMarked;
