package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How amounts and usages stand in the columns of the store. */
final class Columns {

  /** The meters that have columns: those of plain tokens. */
  static final Meter[] METERS = Arrays.copyOf(Meter.values(), Meter.PLAIN);

  private Columns() {}

  /** Sets the nine columns of a usage, which stand in the order of the meters. */
  static void set(PreparedStatement statement, int first, Usage usage) throws SQLException {
    for (int i = 0; i < METERS.length; i++) {
      statement.setLong(first + i, usage.quantity(METERS[i]));
    }
  }

  static void set(PreparedStatement statement, int index, @Nullable Picodollars amount)
      throws SQLException {
    set(statement, index, amount == null ? null : Long.valueOf(amount.pico()));
  }

  static void set(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, value);
    }
  }

  /** The usage in nine columns; of an open attempt that is its estimate. */
  static Usage usage(ResultSet row, int first) throws SQLException {
    return new Usage(
        row.getLong(first),
        row.getLong(first + 1),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4),
        row.getLong(first + 5),
        row.getLong(first + 6),
        row.getLong(first + 7),
        row.getLong(first + 8));
  }

  static @Nullable Picodollars money(ResultSet row, int column) throws SQLException {
    long pico = row.getLong(column);
    return row.wasNull() ? null : new Picodollars(pico);
  }
}
