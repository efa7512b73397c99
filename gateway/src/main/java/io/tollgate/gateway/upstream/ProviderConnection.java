package io.tollgate.gateway.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;

/**
 * A connection to a provider, which serves one call at a time.
 *
 * <p>Calls use its streams themselves. What Vert.x puts around them for requests of every kind
 * takes more objects than all that is sent and received.
 */
final class ProviderConnection {

  /** 1 to 8 KiB. */
  private static final RecvByteBufAllocator SMALL_READS =
      new AdaptiveRecvByteBufAllocator(1 << 10, 4 << 10, 8 << 10).maxMessagesPerRead(1);

  private final HttpClientConnection http;
  private final Channel channel;
  private final ReadTurn turn;
  private final Handler<Void> callOver;
  private boolean gone;

  /**
   * A connection that has just been made.
   *
   * @param free is told each time a call is over, be the connection open or not
   * @param lost is told once, when it serves no more calls
   */
  ProviderConnection(
      HttpClientConnection http,
      Consumer<ProviderConnection> free,
      Consumer<ProviderConnection> lost) {
    this.http = http;
    this.channel = http.channelHandlerContext().channel();
    this.callOver = ignored -> free.accept(this);
    // The call on a connection that breaks says so itself; between calls it is no news.
    http.exceptionHandler(ignored -> {});
    // One read a turn, and a small one: what was read is in memory however slow the client is.
    channel.config().setRecvByteBufAllocator(SMALL_READS);
    SentAsIs.over(channel);
    this.turn = ReadTurn.watch(channel);
    http.evictionHandler(ignored -> {
      if (!gone) {
        gone = true;
        lost.accept(this);
      }
    });
  }

  /** Whether it serves no more calls. */
  boolean isGone() {
    return gone;
  }

  /** Whether it is open, and has been idle for no longer than it may be. */
  boolean isFresh() {
    return channel.isActive() && http.isValid();
  }

  /** Begins a call; it fails where the connection is closed already. */
  Future<HttpClientStream> begin(ContextInternal context) {
    return http.createStream(context);
  }

  /** A call has begun, whose end will be told. */
  void begun(HttpClientStream call) {
    call.closeHandler(callOver);
  }

  /** Where what is written to it lies until it has been. */
  ByteBufAllocator memory() {
    return channel.alloc();
  }

  /** What has been read of its socket, and is being handed on. */
  ReadTurn turn() {
    return turn;
  }

  /**
   * Has the socket read, or not. Pausing a stream would still read on, and queue what it reads, for
   * some messages; thousands of slow clients cannot be afforded that.
   */
  void read(boolean reads) {
    channel.config().setAutoRead(reads);
  }

  /** Closes it; a call on it breaks. */
  void close() {
    http.close();
  }
}
