/** The gateway as a whole: what starts, serves, drains and stops. */
@NullMarked
package io.tollgate.gateway;

import org.jspecify.annotations.NullMarked;
