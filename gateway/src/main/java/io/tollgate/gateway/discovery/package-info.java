/** Finds model servers that run on one's own machines. */
@NullMarked
package io.tollgate.gateway.discovery;

import org.jspecify.annotations.NullMarked;
