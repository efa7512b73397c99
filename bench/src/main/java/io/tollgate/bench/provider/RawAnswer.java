package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Fault.Headers;
import io.vertx.core.buffer.Buffer;

/** A whole answer with a head that a server of HTTP would refuse to write. */
final class RawAnswer {

  private RawAnswer() {}

  /** The bytes of the answer, head and all. */
  static Buffer of(Headers headers, String contentType, Buffer body) {
    String framing =
        switch (headers) {
          case LENGTH_AND_CHUNKS -> "content-length: 3\r\ntransfer-encoding: chunked\r\n";
          case TWO_LENGTHS -> length(body.length()) + length(body.length() - 2);
          case BARE_CR -> "x-note: a\rx-tollgate-cost: 0\r\n" + length(body.length());
          case BARE_LF -> "x-note: a\nx-tollgate-cost: 0\r\n" + length(body.length());
          case SET_COOKIE, FORGED, HUGE ->
              throw new IllegalArgumentException(headers + " (expected: one that must be raw)");
        };
    Buffer bytes =
        Buffer.buffer(
            "HTTP/1.1 200 OK\r\ncontent-type: " + contentType + "\r\n" + framing + "\r\n");
    if (headers == Headers.LENGTH_AND_CHUNKS) {
      return bytes
          .appendString(Integer.toHexString(body.length()) + "\r\n")
          .appendBuffer(body)
          .appendString("\r\n0\r\n\r\n");
    }
    return bytes.appendBuffer(body);
  }

  private static String length(int bytes) {
    return "content-length: " + bytes + "\r\n";
  }
}
