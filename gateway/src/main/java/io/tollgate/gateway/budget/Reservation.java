package io.tollgate.gateway.budget;

import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money that is held for one request, in every budget of its path: parts of it are charged as
 * attempts are billed, and the rest is given back at its end.
 *
 * <p>For one request, on one thread at a time.
 */
public final class Reservation {

  static final Place[] NOWHERE = {};

  /**
   * Where something is held: in the sums of one window.
   *
   * @param startMs the window's start: when the sums have gone on, nothing is held in them
   */
  record Place(WindowSum sum, long startMs) {
    boolean isOpen() {
      return sum.startMs() == startMs;
    }
  }

  private final BudgetBook book;
  private final AccountPath path;
  private final Place[] places;
  private final long admittedMs;
  private Hold hold;
  private boolean closed;

  Reservation(BudgetBook book, AccountPath path, Place[] places, Hold hold, long admittedMs) {
    this.book = book;
    this.path = path;
    this.places = places;
    this.hold = hold;
    this.admittedMs = admittedMs;
  }

  /** One of a request that nobody is charged for. */
  public static Reservation unbudgeted(BudgetBook book, long admittedMs) {
    return new Reservation(book, book.path(List.of()), NOWHERE, Hold.NONE, admittedMs);
  }

  /** When it was admitted, in milliseconds since 1970: it belongs to the windows of that moment. */
  public long admittedMs() {
    return admittedMs;
  }

  /** The accounts that are charged. */
  public AccountPath path() {
    return path;
  }

  /**
   * Has at least so much held from now on, beside what was charged.
   *
   * @return false, and nothing has changed, where a budget has no room for that
   */
  public boolean require(Hold least) {
    Hold next = hold.or(least);
    if (closed || next.equals(hold)) {
      return !closed;
    }
    if (!book.raise(path, places, hold, next)) {
      return false;
    }
    hold = next;
    return true;
  }

  /**
   * Books a bill that is in the journal.
   *
   * @param amount of the bill, or {@code null} where there is no price: unknown is not charged
   * @param seq the bill's record of the journal
   */
  public void charge(@Nullable Picodollars amount, long seq) {
    if (closed) {
      throw new IllegalStateException("charged after its end");
    }
    if (amount == null || amount.pico() == 0 || !path.isBudgeted()) {
      return;
    }
    Hold next = hold.less(amount.pico());
    book.charge(path, places, hold, next, admittedMs, amount.pico(), seq);
    hold = next;
  }

  /**
   * Books what may have been billed without the ledger's knowing: no window may be spent further
   * for it, and it is forgotten at the next start, when the ledger has put it right.
   *
   * @param claims what the bills may come to
   */
  public void chargeClaims(Hold claims) {
    if (closed) {
      return;
    }
    charge(new Picodollars(claims.pico()), Long.MAX_VALUE);
  }

  /** Gives back what is still held. Does nothing the second time. */
  public void close() {
    if (!closed) {
      closed = true;
      if (places.length > 0) {
        book.release(places, hold);
      }
    }
  }
}
