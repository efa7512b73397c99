package io.tollgate.gateway.budget;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the {@link BudgetBook} at the budgets that are configured: puts new ones in force once the
 * ledger has said what was spent before.
 */
public final class Budgets implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);
  private static final long RETRY_MS = 1_000;

  private final Supplier<List<Budget>> configured;
  private final LedgerSums ledger;
  private final InstantSource clock;
  private final BudgetBook book;

  /** One thread, so that changes take effect in their order. */
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("tollgate-budgets").daemon().factory());

  private Budgets(
      Supplier<List<Budget>> configured, LedgerSums ledger, InstantSource clock, BudgetBook book) {
    this.configured = configured;
    this.ledger = ledger;
    this.clock = clock;
    this.book = book;
  }

  /**
   * The configured budgets, all in force; blocks until they are.
   *
   * @param configured asked now and at each {@link #changed}
   * @throws LedgerSums.Unavailable if the ledger cannot say what was spent
   */
  public static Budgets open(
      Supplier<List<Budget>> configured, LedgerSums ledger, InstantSource clock, BudgetBook book)
      throws InterruptedException {
    Budgets budgets = new Budgets(configured, ledger, clock, book);
    budgets.configure();
    return budgets;
  }

  /** What is spent and held. */
  public BudgetBook book() {
    return book;
  }

  /** How every budget stands. */
  public List<BudgetReading> readings() {
    return book.readings(clock.millis());
  }

  /**
   * The configured budgets may have changed: takes them in, soon, on a thread of its own.
   *
   * @param then run on that thread once they are in force
   */
  public void changed(Runnable then) {
    changes.execute(() -> {
      try {
        while (!tryConfigure()) {
          TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        }
        then.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private boolean tryConfigure() throws InterruptedException {
    try {
      configure();
      return true;
    } catch (LedgerSums.Unavailable e) {
      LOG.error("New budgets are not in force yet, trying again: {}", e.getMessage());
      return false;
    }
  }

  private void configure() throws InterruptedException {
    List<BudgetBook.Opening> openings = book.budgets(configured.get(), clock.millis());
    if (openings.isEmpty()) {
      return;
    }
    LedgerSums.Reading reading = ledger.read(openings);
    for (int i = 0; i < openings.size(); i++) {
      book.opened(openings.get(i), reading.picos().get(i), reading.seq());
    }
    LOG.info("{} budgets are in force", openings.size());
  }

  @Override
  public void close() {
    changes.shutdownNow();
  }
}
