/** The life of one request, from its profile to its settled ledger entry. */
@NullMarked
package io.tollgate.gateway.exchange;

import org.jspecify.annotations.NullMarked;
