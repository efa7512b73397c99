package io.tollgate.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;

/**
 * Sends requests as the bytes that they already are, past the codec: their heads are among them, so
 * that there is nothing to encode, and a short request is one buffer.
 */
final class SentAsIs extends ChannelOutboundHandlerAdapter {

  private final ChannelHandlerContext codec;

  private SentAsIs(ChannelHandlerContext codec) {
    this.codec = codec;
  }

  /** Has all that is sent over a connection from now on sent as it is. */
  static void over(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
    pipeline.addAfter(codec.name(), null, new SentAsIs(codec));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    // What Vert.x makes of a head has the first bytes as its content.
    Object sent = message instanceof HttpContent content ? content.content() : message;
    codec.write(sent, promise);
  }
}
