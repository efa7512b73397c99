package io.tollgate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.nio.charset.StandardCharsets;

/**
 * Writes the head and the body of a short answer as one buffer, past the encoder, which would write
 * two. All else is left to the encoder.
 */
final class ShortAnswers extends ChannelOutboundHandlerAdapter {

  /** To copy a body that is longer costs more than to write it by itself. */
  private static final int BODY_BYTES_MAX = 8 << 10;

  /** Room for most heads. */
  private static final int HEAD_BYTES = 768;

  private static final byte[] STATUS_LINE =
      "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_HEAD = "\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ChannelHandlerContext encoder;

  private ShortAnswers(ChannelHandlerContext encoder) {
    this.encoder = encoder;
  }

  /** Has them written so over a connection from now on. */
  static void over(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext encoder = pipeline.context("httpEncoder");
    pipeline.addAfter(encoder.name(), null, new ShortAnswers(encoder));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof FullHttpResponse answer
        && answer.headers() instanceof Http1xHeaders headers
        && isShort(answer)) {
      encoder.write(joined(context, answer, headers), promise);
    } else {
      context.write(message, promise);
    }
  }

  private static boolean isShort(FullHttpResponse answer) {
    int bytes = answer.content().readableBytes();
    return bytes > 0
        && bytes <= BODY_BYTES_MAX
        && answer.status().equals(HttpResponseStatus.OK)
        && answer.protocolVersion().equals(HttpVersion.HTTP_1_1)
        // The answer to a HEAD has none, and its body is not written.
        && answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
  }

  private static ByteBuf joined(
      ChannelHandlerContext context, FullHttpResponse answer, Http1xHeaders headers) {
    ByteBuf content = answer.content();
    ByteBuf bytes = context.alloc().directBuffer(HEAD_BYTES + content.readableBytes());
    bytes.writeBytes(STATUS_LINE);
    headers.encode(bytes, false);
    bytes.writeBytes(END_OF_HEAD).writeBytes(content);
    answer.release();
    return bytes;
  }
}
