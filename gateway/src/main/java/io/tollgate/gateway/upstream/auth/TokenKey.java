package io.tollgate.gateway.upstream.auth;

import io.tollgate.gateway.upstream.Authentication;
import io.vertx.core.shareddata.Shareable;

/** Whose token it is: the event loops of a node share one. */
record TokenKey(String provider, Authentication.Token authentication) implements Shareable {}
