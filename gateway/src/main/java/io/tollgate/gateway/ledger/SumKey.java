package io.tollgate.gateway.ledger;

import java.util.List;

/** What a row of a {@link Rollup} is of. */
interface SumKey {

  /** The values of its key columns, in order: texts and whole numbers. */
  List<Object> columns();
}
