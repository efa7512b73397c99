package io.tollgate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request head that has been read and is likely to come again over its connection: clients send
 * the same one with each request, but for the length of the body. Where its bytes are the same,
 * there is nothing to be read, split and checked anew.
 *
 * <p>It holds what the client proves itself with, as the connection's latest request does.
 */
final class RepeatedHead {

  /** A longer one is not worth its memory. */
  private static final int BYTES_MAX = 2 << 10;

  /** A longer body does not come in one piece. */
  private static final int DIGITS_MAX = 5;

  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length:[ \t]*([1-9][0-9]*)[ \t]*\r\n", Pattern.CASE_INSENSITIVE);

  private final HttpVersion version;
  private final HttpMethod method;
  private final String uri;
  private final Http1xHeaders headers;
  private final byte[] beforeLength;
  private final byte[] afterLength;
  private final int bodyBytes;

  /** What is compared, for a buffer outside the heap is compared byte by byte. */
  private final byte[] compared;

  private RepeatedHead(DefaultHttpRequest request, byte[] bytes, Matcher length) {
    this.version = request.protocolVersion();
    this.method = request.method();
    this.uri = request.uri();
    this.headers = ((Http1xHeaders) request.headers()).copy(false);
    this.beforeLength = Arrays.copyOf(bytes, length.start(1));
    this.afterLength = Arrays.copyOfRange(bytes, length.end(1), bytes.length);
    this.bodyBytes = Integer.parseInt(length.group(1));
    this.compared = new byte[Math.max(beforeLength.length, afterLength.length)];
  }

  /**
   * Of a head that has been read and accepted.
   *
   * @param bytes the whole head, with the empty line at its end
   * @param bytesMax of a head that is accepted
   * @return {@code null} where it has no length that could be another, or is too long
   */
  static @Nullable RepeatedHead of(DefaultHttpRequest request, byte[] bytes, int bytesMax) {
    if (bytes.length > Math.min(BYTES_MAX, bytesMax - DIGITS_MAX)
        || request.decoderResult().isFailure()
        || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH).size() != 1
        || !(request.headers() instanceof Http1xHeaders)) {
      return null;
    }
    Matcher length = LENGTH.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    return length.find() && length.group(1).length() <= DIGITS_MAX
        ? new RepeatedHead(request, bytes, length)
        : null;
  }

  /**
   * Reads a whole request that has this head.
   *
   * @param out gets its head and its body, in one piece
   * @return whether there was one with all of its body; else nothing was read
   */
  boolean read(ByteBuf in, List<Object> out) {
    int lengthAt = in.readerIndex() + beforeLength.length;
    if (!isAt(in, in.readerIndex(), beforeLength)) {
      return false;
    }
    int at = lengthAt;
    int length = 0;
    while (at < in.writerIndex() && at - lengthAt < DIGITS_MAX && isDigit(in.getByte(at))) {
      length = 10 * length + in.getByte(at++) - '0';
    }
    if (at == lengthAt || in.getByte(lengthAt) == '0' || !isAt(in, at, afterLength)) {
      return false;
    }
    int bodyAt = at + afterLength.length;
    if (in.writerIndex() - bodyAt < length) {
      return false;
    }
    in.readerIndex(bodyAt);
    out.add(new DefaultHttpRequest(version, method, uri, headers(length)));
    out.add(new DefaultLastHttpContent(in.readRetainedSlice(length), EmptyHttpHeaders.INSTANCE));
    return true;
  }

  private boolean isAt(ByteBuf in, int at, byte[] expected) {
    if (in.writerIndex() - at < expected.length) {
      return false;
    }
    in.getBytes(at, compared, 0, expected.length);
    return Arrays.equals(compared, 0, expected.length, expected, 0, expected.length);
  }

  private static boolean isDigit(byte ascii) {
    return ascii >= '0' && ascii <= '9';
  }

  private Http1xHeaders headers(int length) {
    if (length == bodyBytes) {
      return headers.copy(true);
    }
    // They were checked when they were read.
    Http1xHeaders others = Http1xHeaders.caseInsensitive();
    var each = headers.iteratorCharSequence();
    while (each.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = each.next();
      CharSequence name = header.getKey();
      others.add(
          name,
          HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)
              ? Integer.toString(length)
              : header.getValue());
    }
    return others;
  }
}
