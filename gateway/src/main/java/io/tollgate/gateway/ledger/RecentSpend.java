package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What was spent lately for each purpose, by UTC hour: a running sum over the entries that are in
 * the journal, so that a cap can be looked at before each request.
 *
 * <p>Written by the journal's writer; {@link #since} is for any thread.
 */
final class RecentSpend {

  /** How far it remembers: two days, so that a day of any time zone is in it. */
  static final Duration SPAN = Duration.ofDays(2);

  private static final int HOUR_SECONDS = 3600;

  private record Spent(Purpose purpose, long hour, long pico) {}

  private final Map<Purpose, ConcurrentSkipListMap<Long, Long>> picoByHour =
      new EnumMap<>(Purpose.class);

  /** What was added and nobody committed, in order. */
  private final List<Spent> uncommitted = new ArrayList<>();

  RecentSpend() {
    for (Purpose purpose : Purpose.values()) {
      picoByHour.put(purpose, new ConcurrentSkipListMap<>());
    }
  }

  /** Takes what the store says in place of all that is known so far. */
  void load(Connection connection, Instant now) throws SQLException {
    picoByHour.values().forEach(Map::clear);
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT purpose, hour, sum(amount_usd), sum(amount_pico) FROM rollup_hour
            WHERE hour >= ? AND priced GROUP BY 1, 2
            """)) {
      statement.setString(1, HourKey.hour(now.minus(SPAN)));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          add(
              Purpose.of(row.getString(1)),
              hour(Instant.parse(row.getString(2))),
              new SplitAmount(row.getLong(3), row.getLong(4)).saturated().pico());
        }
      }
    }
  }

  /** How many amounts are not committed. */
  int uncommitted() {
    return uncommitted.size();
  }

  /** Takes what an entry spends, to be committed. */
  void add(Purpose purpose, Entry.Monetary entry) {
    @Nullable Picodollars amount =
        switch (entry) {
          case Entry.Settle settle -> settle.amount();
          case Entry.ExpireEstimate expired -> expired.amount();
          case Entry.Reserve _, Entry.Dispatch _, Entry.Voided _, Entry.Overrun _ -> null;
        };
    if (amount != null) {
      uncommitted.add(new Spent(purpose, hour(entry.at()), amount.pico()));
    }
  }

  /** Forgets what was added since there were this many uncommitted amounts. */
  void undoTo(int size) {
    uncommitted.subList(size, uncommitted.size()).clear();
  }

  void commit() {
    uncommitted.forEach(spent -> add(spent.purpose(), spent.hour(), spent.pico()));
    uncommitted.clear();
  }

  private void add(Purpose purpose, long hour, long pico) {
    ConcurrentSkipListMap<Long, Long> hours = hours(purpose);
    hours.merge(hour, pico, RecentSpend::plus);
    if (hours.size() > SPAN.toHours() + 1) {
      hours.headMap(hours.lastKey() - SPAN.toHours()).clear();
    }
  }

  private ConcurrentSkipListMap<Long, Long> hours(Purpose purpose) {
    return Objects.requireNonNull(picoByHour.get(purpose));
  }

  /** The sum of two amounts that are not negative; the largest there is where it would be more. */
  private static long plus(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** What was spent for a purpose from the hour on that an instant is in. */
  Picodollars since(Purpose purpose, Instant from) {
    long sum = 0;
    for (long pico : hours(purpose).tailMap(hour(from)).values()) {
      sum = plus(sum, pico);
    }
    return new Picodollars(sum);
  }

  private static long hour(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS);
  }
}
