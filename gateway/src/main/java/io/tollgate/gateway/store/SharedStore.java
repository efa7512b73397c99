package io.tollgate.gateway.store;

import io.tollgate.gateway.budget.BudgetEvent;
import io.tollgate.gateway.budget.Leases;
import io.tollgate.gateway.limit.LimitBook;
import io.tollgate.gateway.limit.RateShares;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A gateway's part in what it shares with others: it may be away, and come back. */
public final class SharedStore implements AutoCloseable {

  /** How often it is seen whether the connection that notices come on still is one. */
  private static final Duration LOOK = Duration.ofSeconds(4);

  private static final int LOOK_SECONDS_MAX = 1;

  private final StoreConnections connections;
  private final PostgresLeases store;
  private final SharedEvents events;
  private final Leases leases;
  private final PostgresShares shares;
  private final RateShares rates;
  private final StoreListener listener;

  /**
   * What is shared, with nobody reached yet.
   *
   * @param self who this gateway is
   * @param alerts is told of events of budgets that no other gateway has told of; may block
   * @param always is told of all events; must not block
   */
  public SharedStore(
      StoreSettings settings,
      NodeIdentity self,
      Consumer<BudgetEvent> alerts,
      Consumer<BudgetEvent> always,
      InstantSource clock) {
    this.connections = new StoreConnections(settings);
    this.store = new PostgresLeases(connections, self, settings.expiry(), System::nanoTime);
    this.events = new SharedEvents(connections, alerts);
    this.leases = new Leases(events.andThen(always), clock, settings.beat(), settings.openFor());
    this.shares = new PostgresShares(connections, self, store);
    this.rates = new RateShares(shares);
    this.listener = new StoreListener(connections, this::hear, SharedStore::look, LOOK);
  }

  private static void look(Connection connection) throws SQLException {
    if (!connection.isValid(LOOK_SECONDS_MAX)) {
      throw new SQLException("the connection is broken");
    }
  }

  private void hear(Notice notice) {
    store.hear(notice, leases);
    rates.called(shares.heard(notice));
  }

  /** Tries to reach the store, once here, and then on threads of its own. */
  public void start() {
    leases.start(store);
    listener.start();
  }

  /** Has rate limits shared from now on; once this has been started. */
  public void share(LimitBook limits) {
    rates.start(limits);
  }

  /** What this gateway is leased of budgets. */
  public Leases leases() {
    return leases;
  }

  /** How often an answer of the store was waited for to have leases. */
  public long roundTrips() {
    return store.roundTrips();
  }

  /** How often a sign of life was given to others, and looked for. */
  public long beats() {
    return store.beats();
  }

  /** Gives leases and shares back, as far as the store answers. */
  @Override
  public void close() {
    rates.close();
    leases.close();
    listener.close();
    events.close();
    connections.close();
  }
}
