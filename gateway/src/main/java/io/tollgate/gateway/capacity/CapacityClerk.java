package io.tollgate.gateway.capacity;

import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.CapacityStanding;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.policies.capacity.HourlyCost;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.money.Picodollars;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Books what each hour of each pool cost, once it is over: what requests were charged leaves the
 * clearing account, and the rest is idle.
 *
 * <p>Hours that were missed are booked later, {@link #CATCH_UP} back at most. What was charged
 * since the last entry goes into the first of them: it was charged before the gateway stopped, or
 * thereafter in the hour that is still running. Each ledger clears what its own requests were
 * charged; the cost is booked by one gateway, and the others book hours of no cost, so that over
 * all of them idle and absorbed add up to it. The state is the ledger's: nothing is remembered
 * here.
 */
public final class CapacityClerk {

  /** How far back hours are booked that were missed. */
  public static final Duration CATCH_UP = Duration.ofDays(31);

  private final Ledger ledger;
  private final String node;

  /**
   * A clerk.
   *
   * @param node the name of this gateway
   */
  public CapacityClerk(Ledger ledger, String node) {
    this.ledger = ledger;
    this.node = node;
  }

  /**
   * Books what is due. Blocks.
   *
   * @param now hours that ended before it are over
   * @return what was booked
   * @throws LedgerException where the ledger cannot be read or written; what is due stays due
   */
  public List<BookEntry.CapacityHour> book(Collection<Pool> pools, Instant now) {
    List<BookEntry.CapacityHour> booked = new ArrayList<>();
    if (pools.isEmpty()) {
      return booked;
    }
    CapacityStanding standing = ledger.capacity();
    for (Pool pool : pools) {
      List<BookEntry.CapacityHour> due =
          due(
              pool,
              standing.lastHours().get(pool.name()),
              standing.absorbedPico().getOrDefault(pool.name(), 0L),
              now);
      if (!due.isEmpty()) {
        ledger.book(List.copyOf(due));
        booked.addAll(due);
      }
    }
    return booked;
  }

  private List<BookEntry.CapacityHour> due(
      Pool pool, @Nullable Instant last, long absorbedPico, Instant now) {
    Instant current = now.truncatedTo(ChronoUnit.HOURS);
    Picodollars absorbed = new Picodollars(Math.max(0, absorbedPico));
    Instant next = last == null ? Instant.MIN : last.plus(1, ChronoUnit.HOURS);
    List<BookEntry.CapacityHour> hours =
        pool.isBookedBy(node) ? missed(pool, next, current, now) : new ArrayList<>();
    if (hours.isEmpty()) {
      Instant over = current.minus(1, ChronoUnit.HOURS);
      // Charged out of its life, or in the ledger of a gateway that does not book the cost. What
      // is charged in the first hour of its life waits for that hour's cost.
      boolean waits = pool.isBookedBy(node) && pool.lives(current);
      boolean clears = absorbed.pico() > 0 && !waits && !over.isBefore(next);
      return clears
          ? List.of(new BookEntry.CapacityHour(now, pool.name(), over, Picodollars.ZERO, absorbed))
          : List.of();
    }
    BookEntry.CapacityHour first = hours.getFirst();
    hours.set(
        0, new BookEntry.CapacityHour(now, pool.name(), first.hour(), first.cost(), absorbed));
    return hours;
  }

  private static List<BookEntry.CapacityHour> missed(
      Pool pool, Instant next, Instant current, Instant now) {
    Picodollars cost = HourlyCost.of(pool).total();
    Instant hour = current.minus(CATCH_UP);
    hour = hour.isBefore(next) ? next : hour;
    hour = hour.isBefore(pool.from()) ? pool.from() : hour;
    List<BookEntry.CapacityHour> hours = new ArrayList<>();
    for (; hour.isBefore(current) && pool.lives(hour); hour = hour.plus(1, ChronoUnit.HOURS)) {
      hours.add(new BookEntry.CapacityHour(now, pool.name(), hour, cost, Picodollars.ZERO));
    }
    return hours;
  }
}
