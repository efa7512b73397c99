package io.tollgate.gateway.upstream;

import io.tollgate.adapters.json.Segments;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A request to a provider as it goes out.
 *
 * @param id what the provider can be asked about later
 */
record Outgoing(RequestHeads.Common head, String id, Segments body) {

  /** All of it as it is sent, head and body. */
  Segments bytes() {
    byte[] before = head.beforeId();
    byte[] name = id.getBytes(StandardCharsets.ISO_8859_1);
    byte[] after = head.afterId();
    byte[] end = (body.length() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate(before.length + name.length + after.length + end.length)
            .put(before)
            .put(name)
            .put(after)
            .put(end);
    return Segments.of(bytes.array(), 0, bytes.position()).then(body);
  }
}
