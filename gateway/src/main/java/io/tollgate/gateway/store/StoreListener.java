package io.tollgate.gateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other nodes say through the store, at once, on a connection of its own. Looks for
 * itself, too, whenever it has connected and once in every period: what was said while nobody
 * listened is not said again.
 */
final class StoreListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreListener.class);
  private static final Duration RETRY = Duration.ofMillis(250);

  /** Beside a look every second nothing for so long means that the connection is broken. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** Looks at the store. */
  @FunctionalInterface
  interface Look {
    void at(Connection connection) throws SQLException;
  }

  private final StoreConnections connections;
  private final Consumer<Notice> heard;
  private final Look look;
  private final Duration period;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean lost;

  /**
   * A listener that does not listen yet.
   *
   * @param heard is told what is said, on the listener's thread
   * @param look looks, on that thread, once in every period
   */
  StoreListener(StoreConnections connections, Consumer<Notice> heard, Look look, Duration period) {
    this.connections = connections;
    this.heard = heard;
    this.look = look;
    this.period = period;
  }

  void start() {
    Thread.ofVirtual().name("tollgate-store-listener").start(this::run);
  }

  private void run() {
    try {
      do {
        listen();
      } while (!closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (Connection connection = connections.openToListen(SILENCE)) {
      try (Statement listen = connection.createStatement()) {
        listen.execute("listen " + Notice.CHANNEL);
      }
      lost = false;
      look.at(connection);
      long lookAt = System.nanoTime() + period.toNanos();
      PGConnection wire = connection.unwrap(PGConnection.class);
      while (closed.getCount() > 0) {
        long waitMs = Math.max(1, (lookAt - System.nanoTime()) / 1_000_000);
        for (PGNotification each : wire.getNotifications(Math.toIntExact(waitMs))) {
          Notice notice = Notice.parse(each.getParameter());
          if (notice != null) {
            heard.accept(notice);
          }
        }
        if (System.nanoTime() - lookAt >= 0) {
          look.at(connection);
          lookAt = System.nanoTime() + period.toNanos();
        }
      }
    } catch (SQLException | RuntimeException e) {
      // Whatever it was, it begins anew: anybody may say anything on the channel.
      if (!lost && closed.getCount() > 0) {
        LOG.warn("nothing is heard of other nodes: {}", e.getMessage());
      }
      lost = true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
