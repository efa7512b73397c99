package io.tollgate.gateway.alerts;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts on their way by one means, one after the other on a thread of its own: a receiver that is
 * slow or gone holds up nothing but the alerts behind. What nobody takes is in the log.
 */
final class DeliveryQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);

  private static final int WAITING_MAX = 1_000;
  private static final int TIMES = 3;

  private final String means;
  private final Duration pause;
  private final ThreadPoolExecutor sender;

  /** One alert for one receiver. */
  interface Delivery {

    /** Tries once; says why it failed, or nothing where the receiver has it. */
    String attempt() throws InterruptedException;
  }

  /**
   * A queue that nothing waits in.
   *
   * @param means how it is delivered, for the log: {@code webhook}
   * @param pause before an alert is sent again
   */
  DeliveryQueue(String means, Duration pause) {
    this.means = means;
    this.pause = pause;
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("tollgate-alerts-" + means).daemon().factory());
  }

  /**
   * Takes an alert, and returns at once.
   *
   * @param alert what it says, for the log
   */
  void add(String alert, Delivery delivery) {
    try {
      sender.execute(() -> deliver(alert, delivery));
    } catch (RejectedExecutionException e) {
      LOG.error("an alert by {} is lost, {} wait already: {}", means, WAITING_MAX, alert);
    }
  }

  private void deliver(String alert, Delivery delivery) {
    String why = "";
    try {
      for (int i = 0; i < TIMES; i++) {
        if (i > 0) {
          TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
        why = attempt(delivery);
        if (why.isEmpty()) {
          return;
        }
      }
      LOG.error("an alert could not be sent by {} ({}): {}", means, why, alert);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error("an alert was not sent by {} before the gateway stopped: {}", means, alert);
    }
  }

  /** A fault of ours, or of a library, costs this alert and not those behind it. */
  private static String attempt(Delivery delivery) throws InterruptedException {
    try {
      return delivery.attempt();
    } catch (RuntimeException fault) {
      return fault.toString();
    }
  }

  /** Sends nothing more; what waits is lost. */
  @Override
  public void close() {
    sender.shutdownNow();
  }
}
