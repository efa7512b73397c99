package io.tollgate.gateway.upstream;

import io.netty.buffer.Unpooled;
import io.tollgate.adapters.json.Segments;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Vert.x buffers over bytes that are not copied and not changed afterwards. */
public final class Buffers {

  private Buffers() {}

  /** A buffer over a part of an array. */
  public static Buffer of(byte[] array, int offset, int length) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(array, offset, length));
  }

  /** A buffer with all slices of a message; what is one slice is not copied. */
  public static Buffer of(Segments segments) {
    Buffer[] only = new Buffer[1];
    if (segments.count() == 1) {
      segments.forEach((array, offset, length) -> only[0] = of(array, offset, length));
      return only[0];
    }
    byte[] all = segments.toByteArray();
    return of(all, 0, all.length);
  }
}
