package io.tollgate.gateway.budget;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets of one of several nodes: its book, and the thread that sees to it that the book has
 * leases of what is spent here.
 *
 * <p>Safe for use by several threads.
 */
public final class Leases implements LeaseStore.Listener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  /** Requests that may wait for the store at one time. */
  private static final int WAITING_MAX = 10_000;

  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final LeaseMail mail = new LeaseMail();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LeaseContact contact;
  private final BudgetBook book;
  private final InstantSource clock;
  private final Duration beat;
  private @Nullable Thread thread;

  /**
   * Leases that nobody keeps yet.
   *
   * @param events is told what happens to budgets; must not block
   * @param beat how often the node gives a sign of life and says what it has spent
   * @param openFor how long after the last contact keys in open mode go on within their leases:
   *     less than the time after which others take leases back
   */
  public Leases(
      Consumer<BudgetEvent> events, InstantSource clock, Duration beat, Duration openFor) {
    long origin = System.nanoTime() - 1;
    this.contact = new LeaseContact(() -> System.nanoTime() - origin, openFor);
    this.book = new BudgetBook(events, contact);
    this.clock = clock;
    this.beat = beat;
    contact.onWanted(mail::want);
  }

  /** The book whose sums are bounded by leases. */
  public BudgetBook book() {
    return book;
  }

  /** Tries to reach the store, and goes on doing so on a thread of its own. */
  public void start(LeaseStore store) {
    long origin = System.nanoTime() - 1;
    LeaseDesk made =
        new LeaseDesk(book, contact, store, clock, () -> System.nanoTime() - origin, beat);
    made.step(mail.take());
    thread = Thread.ofVirtual().name("tollgate-leases").start(() -> run(made));
  }

  private void run(LeaseDesk desk) {
    try {
      long nanos = 0;
      while (!mail.isClosed()) {
        if (contact.isLost()) {
          Thread.sleep(Duration.ofNanos(nanos));
        } else {
          mail.await(Math.ceilDiv(nanos, 1_000_000));
        }
        nanos = desk.step(mail.take());
      }
      desk.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LeaseStore.Unavailable e) {
      LOG.warn("leases could not be given back, others get them later: {}", e.getMessage());
    }
  }

  /**
   * Has a request wait until it is worth trying again.
   *
   * @param told is told once whether the store has answered, on the thread that talks to it; must
   *     not block
   * @return the wait, or {@code null} where the store does not answer or too many wait already
   */
  public @Nullable LeaseWait await(LeaseShortage shortage, Consumer<Boolean> told) {
    if (contact.isLost()) {
      return null;
    }
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      return null;
    }
    LeaseWait wait =
        new LeaseWait(
            shortage,
            answered -> {
              waiting.decrementAndGet();
              told.accept(answered);
            });
    mail.wait(wait);
    return wait;
  }

  @Override
  public void recalled(AccountWindow window, long recall) {
    mail.recalled(window, recall);
  }

  @Override
  public void freed(AccountWindow window) {
    mail.freed(window);
  }

  /** How often the store has answered: while that grows it is worth waiting on. */
  public long answers() {
    return contact.answers();
  }

  /** Whether the store answers. */
  public boolean isInContact() {
    return !contact.isLost();
  }

  /** Gives back what is leased, as far as the store answers: nothing may run any more. */
  @Override
  public void close() {
    mail.close();
    Thread running = thread;
    try {
      if (running != null && !running.join(FAREWELL)) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
