/**
 * Signing in to the admin plane by OpenID Connect: the way to the identity provider and back, what
 * is believed of what it says, and the sessions that come of it. Starting point: {@link
 * io.tollgate.gateway.signin.SignIn}.
 */
@NullMarked
package io.tollgate.gateway.signin;

import org.jspecify.annotations.NullMarked;
