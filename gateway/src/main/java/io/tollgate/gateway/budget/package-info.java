/**
 * Spend budgets: what may be spent for a scope in a window of time, held before a request is sent
 * and settled when its bill is known.
 */
@NullMarked
package io.tollgate.gateway.budget;

import org.jspecify.annotations.NullMarked;
