package io.tollgate.gateway.upstream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one provider, and the calls that wait for one.
 *
 * <p>A call gets the connection that was used last, so that those which are not needed grow old and
 * are closed; or a new one; or, where there may be no more of them, the next that is free. All of
 * it happens on the loop, so nothing is locked and nothing handed from thread to thread.
 */
final class ConnectionPool {

  /** Calls that may wait for a connection, per connection. */
  private static final int WAITERS_PER_CONNECTION = 8;

  /** How often idle connections are looked at for those that are idle for too long. */
  private static final long SWEEP_MILLIS = 1_000;

  private final Vertx vertx;
  private final HttpClientAgent client;
  private final HttpConnectOptions target;
  private final int connectionsMax;
  private final long connectMillis;

  /** The one that was used last comes first. */
  private final Deque<ProviderConnection> idle = new ArrayDeque<>();

  private final Deque<Waiter> waiters = new ArrayDeque<>();

  /** Connections that stand or are being made. */
  private int connections;

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
    this.connectMillis = provider.deadlines().connect().toMillis();
  }

  /** Gives a call a connection, now or later, or tells it why there is none. */
  void connect(UpstreamCall call) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    ProviderConnection connection = takeIdle();
    if (connection != null) {
      begin(connection, call, context);
    } else if (connections < connectionsMax) {
      open(new Waiter(call, context));
    } else if (waiters.size() < (long) connectionsMax * WAITERS_PER_CONNECTION) {
      waiters.add(new Waiter(call, context));
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

  private static void begin(
      ProviderConnection connection, UpstreamCall call, ContextInternal context) {
    Future<HttpClientStream> begun = connection.begin(context);
    if (begun.succeeded()) {
      call.connected(connection, begun.result());
    } else {
      begun.onComplete(stream -> call.connected(connection, stream), call::refused);
    }
  }

  private void open(Waiter waiter) {
    connections++;
    client.connect(target).onComplete(made -> opened(made, waiter), cause -> failed(cause, waiter));
  }

  private void opened(HttpClientConnection made, Waiter waiter) {
    ProviderConnection connection =
        new ProviderConnection(
            ((UnpooledHttpClientConnection) made).unwrap(), this::free, this::lost);
    if (waiter.end()) {
      serve(waiter, connection);
    } else {
      free(connection);
    }
  }

  private void failed(Throwable cause, Waiter waiter) {
    connections--;
    waiter.refuse(cause);
    openForNext();
  }

  private static void serve(Waiter waiter, ProviderConnection connection) {
    waiter.context.emit(ignored -> begin(connection, waiter.call, waiter.context));
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
    openForNext();
  }

  private void openForNext() {
    Waiter next = waiters.poll();
    if (next != null) {
      open(next);
    }
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
