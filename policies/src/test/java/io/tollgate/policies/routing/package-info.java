@NullMarked
package io.tollgate.policies.routing;

import org.jspecify.annotations.NullMarked;
