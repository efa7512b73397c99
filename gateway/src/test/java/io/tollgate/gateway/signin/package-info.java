/** Tests of signing in. */
@NullMarked
package io.tollgate.gateway.signin;

import org.jspecify.annotations.NullMarked;
