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
final class HandedOver extends BufferImpl {

  private final ByteBuf bytes;

  private HandedOver(ByteBuf bytes) {
    super(bytes);
    this.bytes = bytes;
  }

  /** A message that is about to be written. */
  static HandedOver of(Segments message, ByteBufAllocator memory) {
    ByteBuf bytes = memory.directBuffer(message.length());
    message.forEach(bytes::writeBytes);
    return new HandedOver(bytes);
  }

  @Override
  public ByteBuf getByteBuf() {
    return bytes;
  }
}
