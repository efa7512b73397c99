package io.tollgate.gateway.upstream;

import io.tollgate.adapters.json.Segments;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/**
 * A request's body on its way to a provider: piece by piece, as its connection takes them. What is
 * written in one go is copied to memory outside of the heap in one go, so a long body would take as
 * much again there.
 */
final class Upload {

  private final HttpClientRequest request;
  private final List<Buffer> pieces;
  private int next;
  private boolean stopped;

  private Upload(HttpClientRequest request, List<Buffer> pieces) {
    this.request = request;
    this.pieces = pieces;
  }

  /** Begins to send a body, and with it the request. */
  static Upload begin(HttpClientRequest request, Segments body) {
    Upload upload = new Upload(request, Pieces.of(body));
    request.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    if (upload.isRunning()) {
      upload.send();
    } else {
      request.end();
    }
    return upload;
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
      Buffer piece = pieces.get(next++);
      if (!isRunning()) {
        request.end(piece);
      } else {
        request.write(piece);
        if (request.writeQueueFull()) {
          request.drainHandler(ignored -> send());
          return;
        }
      }
    }
  }
}
