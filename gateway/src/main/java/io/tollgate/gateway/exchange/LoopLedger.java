package io.tollgate.gateway.exchange;

import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.ledger.Submission;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as one event loop uses it: what the loop appends in one turn is handed over at the end
 * of the turn, all at once, and whoever appended is told on the loop: most often right then, for
 * the ledger need not wait for a disk; and where it does, a loop with many requests wakes the
 * journal's thread, and is woken by it, once for many of them.
 *
 * <p>To be used on that loop.
 */
public final class LoopLedger {

  private static final Logger LOG = LoggerFactory.getLogger(LoopLedger.class);

  private final Ledger ledger;
  private final Context loop;

  private List<Submission> turn = new ArrayList<>();

  /** The loop's; whoever else sees it sees that it is not theirs. */
  private @Nullable Thread thread;

  /** What is to be run on the loop, from the journal's threads. */
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean answersAnnounced = new AtomicBoolean();

  /** The ledger for an event loop. */
  public LoopLedger(Ledger ledger, Context loop) {
    this.ledger = ledger;
    this.loop = loop;
  }

  /** Why no request can begin; {@code null} where it can. Cheap. */
  public @Nullable LedgerException refusal() {
    return ledger.refusal();
  }

  /**
   * Appends a group of entries.
   *
   * @param listener is told once, on the loop
   */
  void append(List<Entry> group, AppendListener listener) {
    turn.add(
        new Submission(
            group,
            new AppendListener() {
              @Override
              public void appended(long lastSeq) {
                answer(() -> listener.appended(lastSeq));
              }

              @Override
              public void failed(Throwable cause) {
                answer(() -> listener.failed(cause));
              }
            }));
    if (turn.size() == 1) {
      loop.runOnContext(ignored -> endTurn());
    }
  }

  private void endTurn() {
    List<Submission> all = turn;
    turn = new ArrayList<>(all.size());
    thread = Thread.currentThread();
    ledger.append(all);
  }

  private void answer(Runnable step) {
    // Not before those that were told of earlier and have yet to run.
    if (Thread.currentThread().equals(thread) && answers.isEmpty()) {
      run(step);
      return;
    }
    answers.add(step);
    if (answersAnnounced.compareAndSet(false, true)) {
      loop.runOnContext(ignored -> runAnswers());
    }
  }

  private void runAnswers() {
    // Before they are taken: what comes from now on is announced anew.
    answersAnnounced.set(false);
    Runnable step = answers.poll();
    while (step != null) {
      run(step);
      step = answers.poll();
    }
  }

  private static void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error fault) {
      LOG.error("What follows from an entry of the ledger failed", new BareFault(fault));
    }
  }
}
