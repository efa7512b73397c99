package io.tollgate.gateway.store;

import io.tollgate.gateway.budget.BudgetEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes each event of a budget on from one node only, whichever has seen it first. Where the store
 * does not answer it is passed on: twice is better than never.
 */
public final class SharedEvents implements Consumer<BudgetEvent>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedEvents.class);
  private static final int WAITING_MAX = 10_000;

  private final StoreConnections connections;
  private final Consumer<BudgetEvent> then;
  private final ThreadPoolExecutor recorder =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofVirtual().name("tollgate-shared-events").factory());

  /**
   * Events on their way.
   *
   * @param then is told of those that no other node has told, on a thread that may block
   */
  public SharedEvents(StoreConnections connections, Consumer<BudgetEvent> then) {
    this.connections = connections;
    this.then = then;
  }

  @Override
  public void accept(BudgetEvent event) {
    try {
      recorder.execute(() -> {
        if (isFirst(event)) {
          then.accept(event);
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.error("an event of budget {} is lost: too many wait", event.budget().id());
    }
  }

  private boolean isFirst(BudgetEvent event) {
    String what =
        switch (event) {
          case BudgetEvent.Reached reached -> reached.percent() + "%";
          case BudgetEvent.Refusing _ -> "refusing";
        };
    try (Connection connection = connections.open();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into budget_event (budget, starts_at, what) values (?, ?, ?) on conflict"
                    + " do nothing")) {
      insert.setString(1, event.budget().id() + " " + event.budget().limit());
      insert.setTimestamp(2, Timestamp.from(event.span().start()));
      insert.setString(3, what);
      return insert.executeUpdate() > 0;
    } catch (SQLException e) {
      LOG.warn("whether others have told an event is not known: {}", e.getMessage());
      return true;
    }
  }

  @Override
  public void close() {
    recorder.shutdownNow();
  }
}
