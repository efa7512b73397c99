/**
 * Machines of one's own while the gateway runs: what they do by the hour, and what each hour of
 * them costs in the ledger.
 */
@NullMarked
package io.tollgate.gateway.capacity;

import org.jspecify.annotations.NullMarked;
