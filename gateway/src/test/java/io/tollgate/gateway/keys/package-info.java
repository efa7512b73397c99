/** Tests of virtual keys. */
@NullMarked
package io.tollgate.gateway.keys;

import org.jspecify.annotations.NullMarked;
