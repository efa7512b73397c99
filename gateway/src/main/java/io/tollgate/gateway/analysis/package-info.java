/**
 * Analysis of what the ledger says: unit costs, what made spend change, where a month ends, which
 * days are odd, what a cost centre is charged.
 *
 * <p>Amounts of the ledger stay exact. Where something is estimated (forecasts, what a day was
 * expected to cost) it is in doubles, is called so, and never goes back into the books.
 */
@NullMarked
package io.tollgate.gateway.analysis;

import org.jspecify.annotations.NullMarked;
