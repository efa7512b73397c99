package io.tollgate.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Takes the place of a connection's decoder and throws away whatever its client sends. */
final class TurnedAway extends ChannelInboundHandlerAdapter {

  private TurnedAway() {}

  /** The context before all that knows HTTP: what is written there goes out as it is. */
  static ChannelHandlerContext inPlaceOf(Channel channel, String decoder) {
    TurnedAway handler = new TurnedAway();
    channel.pipeline().replace(decoder, decoder, handler);
    return channel.pipeline().context(handler);
  }

  /** What the client is told, however it asks. */
  static byte[] answer(ErrorReply reply) {
    byte[] json = reply.body(Routes.CHAT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String head =
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: "
            + json.length
            + "\r\nretry-after: 1\r\nx-should-retry: true\r\nx-tollgate-error-source: gateway\r\n"
            + "connection: close\r\n\r\n";
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(json);
    return bytes.toByteArray();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }
}
