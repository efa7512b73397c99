package io.tollgate.gateway.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever uses a connection when all that one read of its socket brought has been handed on:
 * providers write their events one by one, and many of them may arrive together.
 */
final class ReadTurn extends ChannelInboundHandlerAdapter {

  private boolean reading;
  private @Nullable Runnable whenRead;

  /** Watches a connection from now on. */
  static void watch(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      var pipeline = base.channel().pipeline();
      pipeline.addBefore(pipeline.context(VertxHandler.class).name(), null, new ReadTurn());
    }
  }

  /** Of a connection that is watched; {@code null} for others. */
  static @Nullable ReadTurn of(HttpConnection connection) {
    return connection instanceof ConnectionBase base
        ? base.channel().pipeline().get(ReadTurn.class)
        : null;
  }

  /** Whether something that was read is being handed on. */
  boolean isReading() {
    return reading;
  }

  /** Is run once, when all that was read has been handed on. */
  void whenRead(Runnable task) {
    whenRead = task;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    context.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    Runnable task = whenRead;
    whenRead = null;
    if (task != null) {
      task.run();
    }
    context.fireChannelReadComplete();
  }
}
