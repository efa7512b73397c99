package io.tollgate.gateway.signin;

/**
 * What the issuer lets a browser bring back; empty where it is not said, or said twice.
 *
 * @param state which sign-in it belongs to
 * @param code what an ID token is given for
 * @param error why there is none
 * @param issuer who says so (RFC 9207)
 */
public record Callback(String state, String code, String error, String issuer) {}
