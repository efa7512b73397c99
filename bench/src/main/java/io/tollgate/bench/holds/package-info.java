/** How large a hold has to be: recorded requests through budgets that are used up every hour. */
@NullMarked
package io.tollgate.bench.holds;

import org.jspecify.annotations.NullMarked;
