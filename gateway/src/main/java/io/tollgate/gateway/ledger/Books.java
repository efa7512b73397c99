package io.tollgate.gateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of the books: the requests whose holds are open, the corrections that were booked, and
 * how far the books are closed. They say which entries may follow.
 *
 * <p>The same rules stand before the journal (nothing illegal is ever written), in the projection
 * and in the verifier. Not safe for use by several threads.
 */
final class Books implements Gate {

  private static final String TOO_LATE = "the ledger's disk took an entry too late";

  private final OpenRequests requests;
  private final RecentSpend spend;

  /** Names of corrections and purchases, of which each is booked once. */
  private final Set<String> ids = new HashSet<>();

  /** The last hour of each pool that was booked. */
  private final Map<String, Instant> lastHours = new HashMap<>();

  private Instant closedUntil = Instant.MIN;

  /** Takes back what {@link #applyAll} did and nobody committed, in order. */
  private final List<Runnable> uncommitted = new ArrayList<>();

  /** Books in which nothing is written. */
  Books() {
    this(new OpenRequests(), new RecentSpend());
  }

  /** Tells somebody what is spent by the entries that are committed. */
  Books(OpenRequests requests, RecentSpend spend) {
    this.requests = requests;
    this.spend = spend;
  }

  /** The requests whose holds are open. */
  OpenRequests requests() {
    return requests;
  }

  /** The instant before which nothing is booked any more. */
  Instant closedUntil() {
    return closedUntil;
  }

  /** When something is booked that happened at an instant: what is late for its period is not. */
  Instant bookedAt(Instant at) {
    return at.isBefore(closedUntil) ? closedUntil : at;
  }

  /** Takes over the state of other books, before anything is applied to these. */
  void restore(Books other) {
    other.requests.all().forEach(requests::restore);
    ids.addAll(other.ids);
    lastHours.putAll(other.lastHours);
    closedUntil = other.closedUntil;
  }

  void restoreId(String id) {
    ids.add(id);
  }

  void restoreHour(String pool, Instant hour) {
    lastHours.put(pool, hour);
  }

  void restoreClosed(Instant end) {
    closedUntil = end;
  }

  /**
   * Applies entries, all or none.
   *
   * @return {@code null} when done, else the sentence that says which one is illegal
   */
  @Override
  public @Nullable String applyAll(List<Entry> entries) {
    int start = uncommitted.size();
    int spendStart = spend.uncommitted();
    for (Entry entry : entries) {
      try {
        tryApply(entry);
      } catch (IllegalArgumentException e) {
        undoTo(start);
        spend.undoTo(spendStart);
        return RecordType.of(entry) + subject(entry) + ": " + e.getMessage();
      }
    }
    return null;
  }

  private static String subject(Entry entry) {
    return entry instanceof Entry.Requested requested ? " of " + requested.request() : "";
  }

  private void tryApply(Entry entry) {
    switch (entry) {
      case Entry.Monetary monetary -> {
        String request = monetary.request();
        OpenRequest before = requests.find(request);
        uncommitted.add(() -> requests.putBack(request, before));
        spend.add(requests.apply(0, monetary, before).purpose(), monetary);
      }
      case BookEntry book -> uncommitted.add(apply(book));
      case Entry.Judged _, Entry.OutcomeReported _ -> {}
    }
  }

  @Override
  public void commit() {
    uncommitted.clear();
    spend.commit();
  }

  @Override
  public void rollBack() {
    undoTo(0);
    spend.undoTo(0);
  }

  private void undoTo(int size) {
    while (uncommitted.size() > size) {
      uncommitted.removeLast().run();
    }
  }

  /**
   * Ends the request of a group: an attempt that the group announced was never sent, any other that
   * is under way may be billed. A group that is about no request's money ends nothing.
   */
  @Override
  public List<Entry> endsOf(List<Entry> group, Instant at) {
    if (!(group.getFirst() instanceof Entry.Requested first)
        || group.stream().noneMatch(Entry.Monetary.class::isInstance)) {
      return List.of();
    }
    OpenRequest request = requests.find(first.request());
    if (request == null) {
      return List.of();
    }
    Set<Integer> unsent = new HashSet<>();
    for (Entry entry : group) {
      if (entry instanceof Entry.Dispatch dispatch) {
        unsent.add(dispatch.attempt());
      }
    }
    return request.endAll(at, unsent, TOO_LATE);
  }

  /**
   * Applies an entry about the books as a whole.
   *
   * @return what takes it back
   * @throws IllegalArgumentException with the reason when the entry may not follow
   */
  Runnable apply(BookEntry entry) {
    return switch (entry) {
      case BookEntry.Correct correct -> {
        require(correct.released().pico() >= 0, "what is released is negative");
        OpenRequests.checkedSum(correct.lines());
        yield once("correction:" + correct.id());
      }
      case BookEntry.Purchase purchase -> {
        require(purchase.amount().pico() > 0, "the amount is not more than 0");
        yield once("purchase:" + purchase.id());
      }
      case BookEntry.CapacityHour hour -> {
        require(hour.cost().pico() >= 0 && hour.absorbed().pico() >= 0, "an amount is negative");
        Instant last = lastHours.get(hour.pool());
        require(
            last == null || last.isBefore(hour.hour()),
            "the pool " + hour.pool() + " is booked up to " + last);
        lastHours.put(hour.pool(), hour.hour());
        yield () -> {
          if (last == null) {
            lastHours.remove(hour.pool());
          } else {
            lastHours.put(hour.pool(), last);
          }
        };
      }
      case BookEntry.PeriodClosed closed -> {
        Instant before = closedUntil;
        require(closed.end().isAfter(before), "the books are closed up to " + before + " already");
        require(!closed.at().isBefore(closed.end()), "the period is not over");
        closedUntil = closed.end();
        yield () -> closedUntil = before;
      }
      case BookEntry.PricesPublished _ -> () -> {};
    };
  }

  private Runnable once(String id) {
    require(ids.add(id), id + " is booked already");
    return () -> ids.remove(id);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
