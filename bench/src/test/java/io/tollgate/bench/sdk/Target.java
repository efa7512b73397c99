package io.tollgate.bench.sdk;

/**
 * Where SDKs are pointed at.
 *
 * @param origin scheme, host and port
 * @param key the key that is accepted
 * @param wrongKey one of the same form that is not
 */
record Target(String origin, String key, String wrongKey) {}
