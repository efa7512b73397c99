package io.tollgate.gateway.upstream;

import io.netty.buffer.ByteBuf;
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

  /** A buffer over all slices of a message, written to the socket in one go. */
  public static Buffer of(Segments segments) {
    ByteBuf[] slices = new ByteBuf[segments.count()];
    int[] next = {0};
    segments.forEach((array, offset, length) ->
        slices[next[0]++] = Unpooled.wrappedBuffer(array, offset, length));
    return BufferInternal.buffer(
        slices.length == 1 ? slices[0] : Unpooled.wrappedBuffer(slices.length, slices));
  }
}
