package io.tollgate.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
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
  static ReadTurn watch(Channel channel) {
    ReadTurn turn = new ReadTurn();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addBefore(pipeline.context(VertxHandler.class).name(), null, turn);
    return turn;
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
