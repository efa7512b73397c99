package io.tollgate.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one provider, and the calls that wait for one.
 *
 * <p>A call gets the connection that was used last, so that those which are not needed grow old and
 * are closed; or else the next that is made or free. So many are made as calls wait, as far as
 * there may be more of them, and in a rush a few at a time: making one is dearer than most requests
 * are, and the longer a loop is at it the more calls wait. All of it happens on the loop, so
 * nothing is locked and nothing handed from thread to thread.
 */
final class ConnectionPool {

  /** Calls that may wait for a connection, per connection. */
  private static final int WAITERS_PER_CONNECTION = 8;

  /** Connections that are begun at once, and again after a {@link #PAUSE_MILLIS}. */
  private static final int BEGUN_AT_ONCE = 16;

  private static final long PAUSE_MILLIS = 1;

  /** How often idle connections are looked at for those that are idle for too long. */
  private static final long SWEEP_MILLIS = 1_000;

  private final Vertx vertx;
  private final HttpClientAgent client;
  private final HttpConnectOptions target;
  private final int connectionsMax;
  private final long connectMillis;
  private final Duration keepAlive;

  /** The one that was used last comes first. */
  private final Deque<ProviderConnection> idle = new ArrayDeque<>();

  private final Deque<Waiter> waiters = new ArrayDeque<>();

  /** Connections that stand or are being made. */
  private int connections;

  /** Those that are being made. */
  private int underWay;

  /** Those that were begun lately, after which others pause; 0 where that is over. */
  private int begun;

  private boolean sweeps;
  private boolean closed;

  /** A call that has no connection yet. */
  private final class Waiter {
    private final UpstreamCall call;
    private final ContextInternal context;
    private final long timer;
    private boolean over;

    private Waiter(UpstreamCall call, ContextInternal context) {
      this.call = call;
      this.context = context;
      this.timer = vertx.setTimer(connectMillis, ignored -> expire());
    }

    /** Whether it still waits; if it did, its wait is over. */
    private boolean end() {
      if (over) {
        return false;
      }
      over = true;
      vertx.cancelTimer(timer);
      return !call.isOver();
    }

    private void expire() {
      waiters.remove(this);
      refuse(new VertxException("none within " + connectMillis + " ms", true));
    }

    private void refuse(Throwable cause) {
      if (end()) {
        call.refused(cause);
      }
    }
  }

  /**
   * No connections yet.
   *
   * @param client makes them; its own to close
   */
  ConnectionPool(Vertx vertx, HttpClientAgent client, Provider provider) {
    this.vertx = vertx;
    this.client = client;
    String host = provider.baseUrl().getHost();
    this.target =
        new HttpConnectOptions()
            .setServer(SocketAddress.inetSocketAddress(provider.port(), host))
            .setHost(provider.host())
            .setPort(provider.port());
    this.connectionsMax = provider.connectionsMax();
    this.keepAlive = provider.keepAlive();
    this.connectMillis = provider.deadlines().connect().toMillis();
  }

  /** Gives a call a connection, now or later, or tells it why there is none. */
  void connect(UpstreamCall call) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    ProviderConnection connection = takeIdle();
    if (connection != null) {
      connection.begin(call, context);
    } else if (waiters.size() - underWay < (long) connectionsMax * WAITERS_PER_CONNECTION) {
      waiters.add(new Waiter(call, context));
      openForWaiters();
    } else {
      call.refused(new VertxException("too many wait for one already", true));
    }
  }

  private @Nullable ProviderConnection takeIdle() {
    ProviderConnection connection = idle.poll();
    while (connection != null && !connection.isFresh()) {
      connection.close();
      connection = idle.poll();
    }
    return connection;
  }

  /** Begins connections for those that wait, as far as there may be more. */
  private void openForWaiters() {
    while (underWay < waiters.size() && connections < connectionsMax && begun < BEGUN_AT_ONCE) {
      if (begun++ == 0) {
        vertx.setTimer(
            PAUSE_MILLIS,
            ignored -> {
              begun = 0;
              openForWaiters();
            });
      }
      connections++;
      underWay++;
      client.connect(target).onComplete(this::opened, this::failed);
    }
  }

  private void opened(HttpClientConnection made) {
    underWay--;
    free(
        new ProviderConnection(
            ((UnpooledHttpClientConnection) made).unwrap(), keepAlive, this::free, this::lost));
  }

  private void failed(Throwable cause) {
    underWay--;
    connections--;
    Waiter next = waiters.poll();
    if (next != null) {
      next.refuse(cause);
    }
    openForWaiters();
  }

  private static void serve(Waiter waiter, ProviderConnection connection) {
    waiter.context.emit(ignored -> connection.begin(waiter.call, waiter.context));
  }

  private void free(ProviderConnection connection) {
    if (connection.isGone()) {
      return;
    }
    if (closed) {
      connection.close();
      return;
    }
    Waiter next = nextWaiter();
    if (next != null) {
      serve(next, connection);
      return;
    }
    idle.push(connection);
    if (!sweeps) {
      sweeps = true;
      sweepLater();
    }
  }

  private @Nullable Waiter nextWaiter() {
    Waiter next = waiters.poll();
    while (next != null && !next.end()) {
      next = waiters.poll();
    }
    return next;
  }

  private void lost(ProviderConnection connection) {
    idle.remove(connection);
    connections--;
    openForWaiters();
  }

  private void sweepLater() {
    vertx.setTimer(SWEEP_MILLIS, ignored -> sweep());
  }

  private void sweep() {
    for (ProviderConnection connection : List.copyOf(idle)) {
      if (!connection.isFresh()) {
        connection.close();
      }
    }
    sweeps = !idle.isEmpty();
    if (sweeps) {
      sweepLater();
    }
  }

  /** Closes what is idle, and what is in use when its call ends. */
  void close() {
    closed = true;
    List.copyOf(idle).forEach(ProviderConnection::close);
    client.close();
  }
}
