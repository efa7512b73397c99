package io.tollgate.adapters.openai.responses;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Ids of tool calls, which the Responses API takes up to a length of 64. */
final class CallIds {

  private static final int MAX_CHARS = 64;
  private static final int KEPT_CHARS = 55;

  private CallIds() {}

  /** The id as it is written: a longer one is cut and told apart by a checksum. */
  static String written(String id) {
    if (id.length() <= MAX_CHARS) {
      return id;
    }
    CRC32 checksum = new CRC32();
    checksum.update(id.getBytes(StandardCharsets.UTF_8));
    return id.substring(0, KEPT_CHARS) + "_" + HexFormat.of().toHexDigits(checksum.getValue(), 8);
  }
}
