package io.tollgate.bench.provider;

import io.netty.buffer.ByteBuf;
import java.util.Map;

/**
 * What a {@link CannedServer} serves.
 *
 * @param authorization the header it requires
 * @param models the list of its models, as bytes on the wire
 * @param answers its answers by model
 */
record CannedSite(String authorization, ByteBuf models, Map<String, CannedBytes> answers) {

  static final ByteBuf UNAUTHORIZED = CannedBytes.empty("401 Unauthorized");
  static final ByteBuf BAD_REQUEST = CannedBytes.empty("400 Bad Request");
  static final ByteBuf NOT_FOUND = CannedBytes.empty("404 Not Found");

  CannedSite {
    answers = Map.copyOf(answers);
  }
}
