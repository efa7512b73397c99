package io.tollgate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of one connection: Netty's strict one, which also refuses what two servers may read
 * in two ways and Netty accepts, and which knows how far the current request has come.
 *
 * <p>Refused beyond Netty's own rules are header lines that go on in the next line (obs-fold, RFC
 * 9112 section 5.2) or have no name, and versions other than 1.0 and 1.1, the HTTP/2 preface among
 * them. A refused request is the last one of its connection.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {

  private enum Part {
    /** Between two requests; only line ends have come. */
    NOTHING,
    HEAD,
    BODY,
    /** What follows a refused request is not looked at. */
    REFUSED
  }

  /** A refusal; it has no trace, since it says where bytes are wrong and not where code is. */
  private static final class UnreadableHead extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadableHead(String message) {
      super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** Heads in a row of which none was the same as the one before, after which none is looked at. */
  private static final int UNREPEATED_MAX = 8;

  private Part part = Part.NOTHING;

  /** Bytes of the head that were looked at and that Netty has not consumed yet. */
  private int scanned;

  /** Whether the last byte that was looked at ended a line. */
  private boolean atLineStart;

  /** Whether the end of the head was seen; Netty has yet to consume it. */
  private boolean headScanned;

  private long headBegunNanos;

  /** How many heads have come, those that cannot be read included. */
  private long heads;

  /** Whether anything of the current request's body has been passed on. */
  private boolean bodyBegun;

  /** Where the current request's body is gathered; {@code null} where it is passed on as it is. */
  private @Nullable GatheredBytes body;

  private final int headBytesMax;

  /** The latest head, where heads are likely to be the same. */
  private @Nullable RepeatedHead latest;

  /** How many heads have come since one was the same as the one before. */
  private int unrepeated;

  RequestDecoder(Http1ServerConfig config) {
    super(config);
    this.headBytesMax = config.getMaxHeaderSize();
  }

  /** Whether a part of a head has come, and the rest has not. */
  boolean isInHead() {
    return part == Part.HEAD;
  }

  /** Whether a head has come whose body has not come to its end. */
  boolean isInBody() {
    return part == Part.BODY;
  }

  /** When the head that is being read began, on the monotonic clock. */
  long headBegunNanos() {
    return headBegunNanos;
  }

  /**
   * From here on the current request's body is copied to where it is gathered, in place of the copy
   * that would otherwise be made of each of its pieces. Without effect where the decoder is not at
   * the beginning of that body.
   *
   * @param head the number of the request on its connection, from 1
   */
  void gather(GatheredBytes target, long head) {
    if (part == Part.BODY && head == heads && !bodyBegun) {
      body = target;
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (part == Part.REFUSED) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (part == Part.NOTHING && latest != null && latest.read(in, out)) {
      heads++;
      unrepeated = 0;
      return;
    }
    boolean begins = part == Part.NOTHING;
    if (begins || part == Part.HEAD) {
      if (!scan(in)) {
        refuse(in, out);
        return;
      }
    }
    int before = in.readerIndex();
    int messages = out.size();
    super.decode(context, in, out);
    // Of a head that came in pieces, the first lines may be gone.
    if (begins
        && out.size() == messages + 1
        && out.getLast() instanceof DefaultHttpRequest request) {
      remember(request, in, before);
    }
    scanned = Math.max(0, scanned - (in.readerIndex() - before));
    for (int i = messages; i < out.size(); i++) {
      if (out.get(i) instanceof HttpContent content) {
        out.set(i, inPlace(content));
      }
      advance(out.get(i));
    }
  }

  private void remember(DefaultHttpRequest request, ByteBuf in, int headAt) {
    latest = null;
    // Where many in a row were different, so will be the next.
    if (unrepeated < UNREPEATED_MAX) {
      unrepeated++;
      int length = in.readerIndex() - headAt;
      latest = RepeatedHead.of(request, ByteBufUtil.getBytes(in, headAt, length), headBytesMax);
    }
  }

  /**
   * A connection that broke is closed, as which it is told on. Vert.x, told of the break itself,
   * would look for the answer of a pipelined request that has none yet, and a line in the log would
   * be all that comes of it.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      context.close();
    } else {
      super.exceptionCaught(context, cause);
    }
  }

  private HttpContent inPlace(HttpContent content) {
    GatheredBytes target = body;
    boolean whole = content instanceof LastHttpContent && !bodyBegun;
    bodyBegun = true;
    // A body that comes in one piece is in one array anyway.
    if (target == null || whole || content.decoderResult().isFailure()) {
      return content;
    }
    ByteBuf placed = content.content().isReadable() ? target.place(content.content()) : null;
    if (placed == null) {
      return content;
    }
    HttpContent inPlace = content.replace(placed);
    content.release();
    return inPlace;
  }

  private void advance(Object message) {
    if (message instanceof DecoderResultProvider read && read.decoderResult().isFailure()) {
      part = Part.REFUSED;
      return;
    }
    if (message instanceof HttpMessage) {
      part = Part.BODY;
      heads++;
      bodyBegun = false;
      body = null;
    }
    if (message instanceof LastHttpContent) {
      part = Part.NOTHING;
      body = null;
      scanned = 0;
      headScanned = false;
      atLineStart = false;
    }
  }

  /** Looks at what is new of the head; {@code false} if a line of it has no name. */
  private boolean scan(ByteBuf in) {
    int at = in.readerIndex() + scanned;
    int end = in.writerIndex();
    if (part == Part.NOTHING) {
      // Empty lines before a request are allowed, and are not its beginning.
      while (at < end && (in.getByte(at) == '\r' || in.getByte(at) == '\n')) {
        at++;
      }
      if (at < end) {
        part = Part.HEAD;
        headBegunNanos = System.nanoTime();
      }
    }
    while (at < end && !headScanned) {
      if (atLineStart) {
        byte first = in.getByte(at);
        if (first == ' ' || first == '\t' || first == ':') {
          return false;
        }
        headScanned = first == '\r' || first == '\n';
      }
      int lineEnd = headScanned ? -1 : in.indexOf(at, end, (byte) '\n');
      atLineStart = lineEnd >= 0;
      at = lineEnd < 0 ? end : lineEnd + 1;
    }
    scanned = at - in.readerIndex();
    return true;
  }

  private void refuse(ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
    part = Part.REFUSED;
    HttpMessage message = createInvalidMessage();
    message.setDecoderResult(
        DecoderResult.failure(new UnreadableHead("a header line without a name")));
    out.add(message);
  }

  @Override
  protected HttpMessage createInvalidMessage() {
    return super.createInvalidMessage().setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    HttpMessage message = super.createMessage(initialLine);
    HttpVersion version = message.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      throw new UnreadableHead("a version that is neither HTTP/1.0 nor HTTP/1.1");
    }
    return message;
  }
}
