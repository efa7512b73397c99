package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/** Reads Amazon's event stream, for tests. */
final class AmazonFrames {

  /** A message with its type. */
  record Frame(String type, JsonNode payload) {}

  private AmazonFrames() {}

  static List<Frame> read(Buffer bytes) {
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    while (at < bytes.length()) {
      int length = bytes.getInt(at);
      int headers = bytes.getInt(at + 4);
      check(bytes.slice(at, at + 8), bytes.getInt(at + 8));
      check(bytes.slice(at, at + length - 4), bytes.getInt(at + length - 4));
      String type = firstHeader(bytes.slice(at + 12, at + 12 + headers));
      Buffer payload = bytes.slice(at + 12 + headers, at + length - 4);
      frames.add(new Frame(type, ProviderClient.JSON.readTree(payload.getBytes())));
      at += length;
    }
    return frames;
  }

  private static void check(Buffer bytes, int expected) {
    CRC32 crc = new CRC32();
    crc.update(bytes.getBytes());
    if ((int) crc.getValue() != expected) {
      throw new AssertionError("checksum of " + bytes.length() + " bytes");
    }
  }

  private static String firstHeader(Buffer headers) {
    int name = headers.getByte(0);
    int value = headers.getShort(2 + name);
    return headers.getString(4 + name, 4 + name + value, StandardCharsets.UTF_8.name());
  }
}
