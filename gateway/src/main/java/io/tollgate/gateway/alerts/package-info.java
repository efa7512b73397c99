/** Tells people outside of what happens to budgets. */
@NullMarked
package io.tollgate.gateway.alerts;

import org.jspecify.annotations.NullMarked;
