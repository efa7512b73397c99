/** Deciding which deployments may answer a request, in which order, and why. */
@NullMarked
package io.tollgate.policies.routing;

import org.jspecify.annotations.NullMarked;
