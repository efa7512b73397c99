package io.tollgate.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.tollgate.gateway.config.GatewayConfig.ClientTimes;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients' connections of one event loop. One timer looks at all of them once a second and
 * closes those whose clients are too slow, so a limit of time is kept to about a second.
 *
 * <p>Used on its event loop only.
 */
final class ClientConnections {

  /** Bytes that wait for one client before what produces them is paused. */
  static final int WRITE_QUEUE_BYTES = 8 << 10;

  /** Connections that are told why they are turned away, at one time; others are only closed. */
  private static final int TURNED_AWAY_MAX = 16;

  private static final long SWEEP_MILLIS = 1_000;

  private final Supplier<ClientTimes> times;
  private final Http1ServerConfig http1;
  private final ConnectionLimit limit;
  private final GatewayMetrics metrics;
  private final byte[] farewell;
  private final Set<Channel> turnedAway = new HashSet<>();
  private final Map<HttpConnection, ClientConnection> open = new HashMap<>();
  private Promise<Void> noneOpen = Promise.promise();

  /**
   * No connections yet.
   *
   * @param times asked at each sweep
   * @param http1 the sizes that a request may have
   * @param limit how many there may be, with those of other loops
   */
  ClientConnections(
      Vertx vertx,
      Supplier<ClientTimes> times,
      Http1ServerConfig http1,
      ConnectionLimit limit,
      GatewayMetrics metrics) {
    this.times = times;
    this.http1 = http1;
    this.limit = limit;
    this.metrics = metrics;
    // Made now: when it is needed, there may be no file descriptor left to load a class with.
    this.farewell = TurnedAway.answer(Refusals.TOO_MANY_CONNECTIONS);
    vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep(System.nanoTime()));
  }

  /** A client has connected: watches it from now on, or turns it away. */
  void opened(HttpConnection connection) {
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    InetAddress address =
        channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
    if (!limit.enter(address)) {
      metrics.refused(Refusals.TOO_MANY_CONNECTIONS.code());
      turnAway(channel);
      return;
    }
    connection.closeHandler(ignored -> {
      limit.leave(address);
      open.remove(connection);
      if (open.isEmpty()) {
        noneOpen.tryComplete();
      }
    });
    ChannelConfig config = channel.config();
    config.setWriteBufferWaterMark(
        new WriteBufferWaterMark(WRITE_QUEUE_BYTES / 2, WRITE_QUEUE_BYTES));
    RequestDecoder decoder = new RequestDecoder(http1);
    channel.pipeline().replace("httpDecoder", "httpDecoder", decoder);
    ShortAnswers.over(channel);
    open.put(connection, new ClientConnection(channel, decoder, System.nanoTime()));
  }

  /** Completes when no connection is open, now or for the first time from now on. */
  Future<Void> noneOpen() {
    noneOpen = Promise.promise();
    if (open.isEmpty()) {
      noneOpen.complete();
    }
    return noneOpen.future();
  }

  /** The connection that a request came over, or {@code null} if it has closed meanwhile. */
  @Nullable ClientConnection of(HttpConnection connection) {
    return open.get(connection);
  }

  /**
   * Says why and closes. A close with bytes unread is a reset, which may overtake the answer, so a
   * few of those turned away may go on sending for a moment.
   */
  private void turnAway(Channel channel) {
    ChannelHandlerContext context = TurnedAway.inPlaceOf(channel, "httpDecoder");
    if (turnedAway.size() < TURNED_AWAY_MAX && channel instanceof DuplexChannel duplex) {
      turnedAway.add(channel);
      channel.closeFuture().addListener(ignored -> turnedAway.remove(channel));
      context
          .writeAndFlush(Unpooled.wrappedBuffer(farewell))
          .addListener(ignored -> duplex.shutdownOutput());
    } else {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      context.close();
    }
  }

  private void sweep(long nowNanos) {
    ClientTimes limits = times.get();
    // Closing removes them from the map.
    for (ClientConnection connection : List.copyOf(open.values())) {
      ClientConnection.Tardiness tardiness = connection.tardiness(limits, nowNanos);
      if (tardiness != null) {
        metrics.slowClient(tardiness.name().toLowerCase(Locale.ROOT));
        connection.breakOff();
      }
    }
    List.copyOf(turnedAway).forEach(channel -> channel.pipeline().firstContext().close());
  }
}
