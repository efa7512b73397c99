package io.tollgate.bench.provider;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A canned answer as bytes on the wire, heads and chunks included. The buffers are never released;
 * each write takes a duplicate.
 *
 * @param plain the plain answer
 * @param stream the writes of a stream
 * @param streamWithUsage the same with usage
 * @param stalls whether the stream goes no further than its one write
 */
record CannedBytes(
    ByteBuf plain, List<ByteBuf> stream, List<ByteBuf> streamWithUsage, boolean stalls) {

  private static final String STREAM_HEAD =
      """
      HTTP/1.1 200 OK\r
      content-type: text/event-stream; charset=utf-8\r
      transfer-encoding: chunked\r
      \r
      """;

  /** Before the body of a client that waits to be told to send it. */
  static final ByteBuf CONTINUE =
      wire("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

  CannedBytes {
    stream = List.copyOf(stream);
    streamWithUsage = List.copyOf(streamWithUsage);
  }

  static CannedBytes of(CannedAnswer canned) {
    return new CannedBytes(
        json(canned.plain().toString()),
        chunks(canned.writes(false), true),
        chunks(canned.writes(true), true),
        false);
  }

  /** One whose stream begins and has no end. */
  static CannedBytes stalling(CannedAnswer canned) {
    List<ByteBuf> beginning = chunks(List.of(canned.beginning()), false);
    return new CannedBytes(json(canned.plain().toString()), beginning, beginning, true);
  }

  private static List<ByteBuf> chunks(List<Buffer> writes, boolean ends) {
    List<ByteBuf> chunks = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      Buffer chunk = Buffer.buffer(i == 0 ? STREAM_HEAD : "");
      chunk.appendString(Integer.toHexString(writes.get(i).length()) + "\r\n");
      chunk.appendBuffer(writes.get(i)).appendString("\r\n");
      if (ends && i == writes.size() - 1) {
        chunk.appendString("0\r\n\r\n");
      }
      chunks.add(wire(chunk.getBytes()));
    }
    return chunks;
  }

  static ByteBuf json(String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + length;
    return wire((head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuf empty(String status) {
    String head = "HTTP/1.1 " + status + "\r\ncontent-length: 0\r\n\r\n";
    return wire(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuf wire(byte[] bytes) {
    ByteBuf direct = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    return Unpooled.unreleasableBuffer(direct);
  }
}
