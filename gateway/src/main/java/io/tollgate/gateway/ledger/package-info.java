/**
 * The ledger: an append-only, hash-chained journal that is the truth, and a store that is a view of
 * it.
 */
@NullMarked
package io.tollgate.gateway.ledger;

import org.jspecify.annotations.NullMarked;
