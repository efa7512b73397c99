package io.tollgate.gateway.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.tollgate.adapters.json.Segments;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.http.impl.HttpUtils;
import java.util.List;

/**
 * A request on its way to a provider: piece by piece, as its connection takes them. What is written
 * in one go is copied to memory outside of the heap in one go, so a long body would take as much
 * again there.
 *
 * <p>Its head is a part of the first piece, which is all that most requests are.
 */
final class Upload {

  private final HttpClientStream stream;
  private final List<Buffer> pieces;
  private int next;
  private boolean stopped;

  private Upload(HttpClientStream stream, List<Buffer> pieces) {
    this.stream = stream;
    this.pieces = pieces;
  }

  /** Begins to send a request, and as much of it as is taken. */
  static Upload begin(HttpClientStream stream, Outgoing request, ByteBufAllocator memory) {
    Upload upload = new Upload(stream, pieces(stream, request.bytes(), memory));
    Buffer first = upload.pieces.get(upload.next++);
    stream.writeHead(
        request.told(),
        false,
        first,
        !upload.isRunning(),
        HttpUtils.DEFAULT_STREAM_PRIORITY,
        false);
    upload.send();
    return upload;
  }

  private static List<Buffer> pieces(
      HttpClientStream stream, Segments bytes, ByteBufAllocator memory) {
    return HandedOver.suits(bytes, stream.isWritable())
        ? List.of(HandedOver.of(bytes, memory))
        : Pieces.of(bytes);
  }

  /** Whether the request has not been handed over to its end. */
  boolean isRunning() {
    return next < pieces.size();
  }

  /** Nothing more is sent. */
  void stop() {
    stopped = true;
  }

  private void send() {
    while (isRunning() && !stopped) {
      if (!stream.isWritable()) {
        stream.drainHandler(ignored -> send());
        return;
      }
      Buffer piece = pieces.get(next++);
      stream.writeChunk(piece, !isRunning());
    }
  }
}
