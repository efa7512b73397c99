/** Tests of the bench of large ledgers. */
@NullMarked
package io.tollgate.bench.ledger;

import org.jspecify.annotations.NullMarked;
