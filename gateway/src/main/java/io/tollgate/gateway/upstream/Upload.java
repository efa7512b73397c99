package io.tollgate.gateway.upstream;

import io.tollgate.adapters.json.Segments;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A request on its way to a provider: piece by piece, as its connection takes them. What is written
 * in one go is copied to memory outside of the heap in one go, so a long body would take as much
 * again there.
 *
 * <p>Its head is a part of the first piece, which is all that most requests are.
 */
final class Upload {

  private final ProviderConnection connection;
  private final List<Buffer> pieces;
  private int next;
  private boolean stopped;

  private Upload(ProviderConnection connection, List<Buffer> pieces) {
    this.connection = connection;
    this.pieces = pieces;
  }

  /** Begins to send a request, and as much of it as is taken. */
  static Upload begin(ProviderConnection connection, Outgoing request) {
    Upload upload = new Upload(connection, pieces(connection, request.bytes()));
    upload.send();
    return upload;
  }

  private static List<Buffer> pieces(ProviderConnection connection, Segments bytes) {
    return HandedOver.suits(bytes, connection.isWritable())
        ? List.of(HandedOver.of(bytes, connection.memory()))
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

  /** Sends on, as far as more is taken. */
  void send() {
    while (isRunning() && !stopped && connection.isWritable()) {
      Buffer piece = pieces.get(next++);
      connection.write(piece, !isRunning());
    }
  }
}
