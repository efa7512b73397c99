/**
 * Rate limits: how many requests and tokens a scope or a deployment may take in a minute and at one
 * time, and who waits for that in which order.
 */
@NullMarked
package io.tollgate.gateway.limit;

import org.jspecify.annotations.NullMarked;
