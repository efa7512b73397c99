/** Tests of budgets. */
@NullMarked
package io.tollgate.gateway.budget;

import org.jspecify.annotations.NullMarked;
