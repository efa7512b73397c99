package io.tollgate.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.adapters.json.Segments;
import io.vertx.core.buffer.impl.BufferImpl;

/**
 * A message outside of the heap that is written once, and whose memory is given back when it has
 * been. Whatever is written gets there in the end; so it is copied only once.
 *
 * <p>What Vert.x would otherwise give to a connection is never given back, for it might be written
 * again.
 */
public final class HandedOver extends BufferImpl {

  private final ByteBuf bytes;

  private HandedOver(ByteBuf bytes) {
    super(bytes);
    this.bytes = bytes;
  }

  /**
   * Whether a message may be handed over. What is not taken at once may never be, and nobody would
   * give its memory back.
   *
   * @param writable whether its connection takes it at once
   */
  public static boolean suits(Segments message, boolean writable) {
    return writable && message.length() > 0 && message.length() <= Pieces.BYTES_MAX;
  }

  /** A message that is about to be written. */
  public static HandedOver of(Segments message, ByteBufAllocator memory) {
    ByteBuf bytes = memory.directBuffer(message.length());
    message.forEach(bytes::writeBytes);
    return new HandedOver(bytes);
  }

  @Override
  public ByteBuf getByteBuf() {
    return bytes;
  }
}
