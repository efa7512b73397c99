package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/**
 * A message of Amazon's event stream: two lengths, their checksum, headers, a payload, and the
 * checksum of all.
 */
final class AmazonFrame {

  private static final byte STRING = 7;
  private static final int PRELUDE_BYTES = 12;
  private static final int CHECKSUM_BYTES = 4;

  private AmazonFrame() {}

  static Buffer event(String type, JsonNode payload) {
    return frame("event", ":event-type", type, payload);
  }

  static Buffer exception(String type, JsonNode payload) {
    return frame("exception", ":exception-type", type, payload);
  }

  private static Buffer frame(String message, String typeHeader, String type, JsonNode payload) {
    Buffer headers = Buffer.buffer();
    header(headers, typeHeader, type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", message);
    // A fault's spoiled text is inside of what the checksum covers.
    Buffer body = Marks.withoutUtf8(Trees.bytes(payload));
    int length = PRELUDE_BYTES + headers.length() + body.length() + CHECKSUM_BYTES;
    Buffer frame = Buffer.buffer(length).appendInt(length).appendInt(headers.length());
    checksum(frame);
    frame.appendBuffer(headers).appendBuffer(body);
    return checksum(frame);
  }

  private static void header(Buffer headers, String name, String value) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
    headers
        .appendByte((byte) nameBytes.length)
        .appendBytes(nameBytes)
        .appendByte(STRING)
        .appendShort((short) valueBytes.length)
        .appendBytes(valueBytes);
  }

  private static Buffer checksum(Buffer frame) {
    CRC32 crc = new CRC32();
    crc.update(frame.getBytes());
    return frame.appendInt((int) crc.getValue());
  }
}
