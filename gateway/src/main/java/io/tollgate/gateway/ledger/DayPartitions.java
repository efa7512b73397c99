package io.tollgate.gateway.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Set;

/** Makes room for days before rows of them are written. */
@FunctionalInterface
interface DayPartitions {

  /** For a store that is not parted by days. */
  DayPartitions NONE = _ -> {};

  /** Has room made for days, between two transactions. */
  void ensure(Set<LocalDate> days) throws SQLException;
}
