package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How amounts and usages stand in the columns of the store. */
final class Columns {

  /** The meters that have columns: those of plain tokens. */
  private static final Meter[] METERS = Arrays.copyOf(Meter.values(), Meter.PLAIN);

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
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }

  /**
   * Sets a text. A NUL, which a client may write into the name of a model, stands as U+FFFD: not
   * every store can keep one, and none may be stopped by one.
   */
  static void set(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD'));
    }
  }

  /** What a usage counts beside plain tokens, as a text; {@code null} where it counts nothing. */
  static @Nullable String extras(Usage usage) {
    return usage.extras().isEmpty() ? null : usage.extras().toString();
  }

  /**
   * The lines of a bill as a JSON array of arrays: meter, quantity, price of a unit, what it is
   * multiplied with and divided by, amount, list price; {@code null} where there are none.
   */
  static @Nullable String lines(List<RatedLine> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder(64 * lines.size());
    for (RatedLine line : lines) {
      text.append(text.isEmpty() ? "[[\"" : ",[\"")
          .append(line.meter().key())
          .append("\",")
          .append(line.quantity())
          .append(',')
          .append(line.unitPricePico())
          .append(',')
          .append(line.multiplier().numerator())
          .append(',')
          .append(line.multiplier().denominator())
          .append(',')
          .append(line.amount().pico())
          .append(',')
          .append(line.list().pico())
          .append(']');
    }
    return text.append(']').toString();
  }

  /**
   * The usage in nine columns from one on and, in another, its {@link #extras}; of an open attempt
   * that is its estimate.
   */
  static Usage usage(ResultSet row, int first, int extras) throws SQLException {
    return new Usage(
        row.getLong(first),
        row.getLong(first + 1),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4),
        row.getLong(first + 5),
        row.getLong(first + 6),
        row.getLong(first + 7),
        row.getLong(first + 8),
        extras(row.getString(extras)));
  }

  private static Extras extras(@Nullable String text) {
    if (text == null) {
      return Extras.EMPTY;
    }
    Map<Meter, Long> quantities = new EnumMap<>(Meter.class);
    for (String part : text.split(" ", -1)) {
      int equals = part.indexOf('=');
      quantities.put(meter(part.substring(0, equals)), Long.valueOf(part.substring(equals + 1)));
    }
    return Extras.of(quantities);
  }

  /**
   * The meter with a key.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Meter meter(String key) {
    for (Meter meter : Meter.values()) {
      if (meter.key().equals(key)) {
        return meter;
      }
    }
    throw new IllegalArgumentException("\"" + key + "\" is not a meter");
  }

  static @Nullable Picodollars money(ResultSet row, int column) throws SQLException {
    long pico = row.getLong(column);
    return row.wasNull() ? null : new Picodollars(pico);
  }
}
