package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An attempt and what became of it.
 *
 * @param key the virtual key's public id
 * @param purpose what the request is made for
 * @param requestResolved whether the request has ended and its hold is released
 * @param attempt from 1
 * @param state {@code OPEN}, {@code SETTLE}, {@code VOID} or {@code EXPIRE_ESTIMATE}
 * @param outcome how a settled attempt ended, otherwise {@code null}
 * @param status the upstream's HTTP status, 0 where there was none or it is not known
 * @param quality how the usage is known, {@code none} where nothing is owed or it is still open
 * @param usage what was consumed; while open, what is expected
 * @param amount what it cost, {@code null} while open and where there is no price
 * @param priceVersion the price applied or why there is none, {@code null} unless settled
 * @param ttftMs time to the first content byte in milliseconds, -1 where there was none or it is
 *     not known
 * @param totalMs time to the last byte in milliseconds, -1 where it is not known
 */
public record AttemptRow(
    String request,
    String key,
    String policy,
    Purpose purpose,
    boolean requestResolved,
    int attempt,
    String deployment,
    String modelClass,
    String state,
    Entry.@Nullable Outcome outcome,
    int status,
    @Nullable String servedModel,
    @Nullable String providerRequest,
    String quality,
    Usage usage,
    @Nullable Picodollars amount,
    @Nullable String priceVersion,
    long ttftMs,
    long totalMs) {

  private static final String COLUMNS =
      """
      SELECT h.request, h.key, h.policy, h.resolved_seq IS NOT NULL, a.attempt, a.deployment,
        a.class, a.state, a.outcome, ifnull(a.status, 0), a.served_model, a.provider_request,
        a.quality, a.in_uncached, a.in_cache_read, a.in_cache_write_5m, a.in_cache_write_1h,
        a.in_cache_write_other, a.in_tool, a.out_visible, a.out_reasoning, a.out_other,
        a.amount_p, a.price_version, ifnull(a.ttft_ms, -1), ifnull(a.total_ms, -1),
        h.purpose, a.extras
      FROM attempt a JOIN hold h ON h.seq = a.hold_seq
      """;

  static final String ALL = COLUMNS + "ORDER BY a.seq";
  static final String OF_REQUEST = COLUMNS + "WHERE h.request = ? ORDER BY a.seq";

  static AttemptRow of(ResultSet row) throws SQLException {
    String outcome = row.getString(9);
    return new AttemptRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Purpose.of(row.getString(27)),
        row.getBoolean(4),
        row.getInt(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        outcome == null ? null : Entry.Outcome.valueOf(outcome),
        row.getInt(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        Columns.usage(row, 14, 28),
        Columns.money(row, 23),
        row.getString(24),
        row.getLong(25),
        row.getLong(26));
  }
}
