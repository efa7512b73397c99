package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An outcome that is in the ledger.
 *
 * @param seq its record
 * @param success whether the task was done
 * @param value what that was worth, or {@code null} where nobody said
 */
public record BookedOutcome(long seq, boolean success, @Nullable Picodollars value) {

  /** Goes along an index; the first that was booked is the one that counts. */
  private static final String OF_REQUEST =
      "SELECT seq, success, value_p FROM outcome WHERE request = ? AND key = ? ORDER BY seq LIMIT"
          + " 1";

  /**
   * The outcome of a request of a key's owner, or {@code null} where the store has none.
   *
   * @throws LedgerException when the store cannot be read
   */
  static @Nullable BookedOutcome find(StoreFile store, String key, String request) {
    try (Connection connection = store.openForReading();
        PreparedStatement statement = connection.prepareStatement(OF_REQUEST)) {
      Columns.set(statement, 1, request);
      Columns.set(statement, 2, key);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        long pico = row.getLong(3);
        Picodollars value = row.wasNull() ? null : new Picodollars(pico);
        return new BookedOutcome(row.getLong(1), row.getInt(2) != 0, value);
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }
}
