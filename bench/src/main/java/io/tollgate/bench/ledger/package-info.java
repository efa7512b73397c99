/** How fast a ledger of millions of lines answers, and what its export takes. */
@NullMarked
package io.tollgate.bench.ledger;

import org.jspecify.annotations.NullMarked;
