package io.tollgate.gateway.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of attempts together from the entries about their requests: each once its request
 * and those of all that were sent before have ended, in the order in which they were sent.
 *
 * <p>Not safe for use by several threads.
 */
final class AttemptHistory {

  /** A request, and whether it has ended. */
  private static final class Past {
    private final Entry.Reserve reserve;
    private final List<Sent> attempts = new ArrayList<>(1);
    private boolean resolved;

    Past(Entry.Reserve reserve) {
      this.reserve = reserve;
    }
  }

  /** An attempt of it, and how it ended. */
  private static final class Sent {
    private final Past past;
    private final Entry.Dispatch dispatch;
    private Entry.@Nullable Monetary end;

    Sent(Past past, Entry.Dispatch dispatch) {
      this.past = past;
      this.dispatch = dispatch;
    }

    private AttemptRow row() {
      return AttemptRow.of(past.reserve, past.resolved, dispatch, end);
    }
  }

  private final Consumer<AttemptRow> each;
  private final Map<String, Past> open = new HashMap<>();
  private final ArrayDeque<Sent> waiting = new ArrayDeque<>();

  /** A history of which nothing is known yet. */
  AttemptHistory(Consumer<AttemptRow> each) {
    this.each = each;
  }

  /** Adds an entry; one about a request of which the beginning was not added is of no interest. */
  void add(Entry.Monetary entry) {
    if (entry instanceof Entry.Reserve reserve) {
      open.put(reserve.request(), new Past(reserve));
      return;
    }
    Past past = open.get(entry.request());
    if (past == null) {
      return;
    }
    switch (entry) {
      case Entry.Dispatch dispatch -> {
        Sent sent = new Sent(past, dispatch);
        past.attempts.add(sent);
        waiting.add(sent);
      }
      case Entry.Settle settle -> end(past, settle, settle.attempt(), settle.last());
      case Entry.Voided voided -> end(past, voided, voided.attempt(), voided.last());
      case Entry.ExpireEstimate expired -> end(past, expired, expired.attempt(), expired.last());
      case Entry.Reserve _, Entry.Overrun _ -> {
        // Neither says anything of an attempt.
      }
    }
  }

  private void end(Past past, Entry.Monetary entry, int attempt, boolean last) {
    if (attempt > 0) {
      past.attempts.get(attempt - 1).end = entry;
    }
    if (last) {
      past.resolved = true;
      open.remove(entry.request());
      while (!waiting.isEmpty() && waiting.getFirst().past.resolved) {
        each.accept(waiting.removeFirst().row());
      }
    }
  }

  /** Tells of those, too, that are open or wait for one that is. */
  void finish() {
    waiting.forEach(sent -> each.accept(sent.row()));
    waiting.clear();
  }
}
