package io.tollgate.bench.provider;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of one simulated provider: which are open, who closed them, and how to break one.
 *
 * <p>Used on one event loop only.
 */
final class Connections {

  private final Map<HttpConnection, Integer> requests = new HashMap<>();
  private final BillLog log;
  private boolean closing;

  Connections(BillLog log) {
    this.log = log;
  }

  void opened(HttpConnection connection) {
    requests.put(connection, 0);
    connection.closeHandler(closed -> {
      Integer carried = requests.remove(connection);
      // Those this side broke are gone from the map already.
      if (carried != null && !closing) {
        log.peerClosed(carried);
      }
    });
  }

  void carries(HttpServerRequest request) {
    requests.computeIfPresent(request.connection(), (connection, carried) -> carried + 1);
  }

  /** From now on a closed connection is not the client's doing. */
  void closing() {
    closing = true;
  }

  /** Resets the connection: the client sees "connection reset by peer". */
  void reset(HttpServerRequest request) {
    Channel channel = leave(request);
    if (!channel.isOpen()) {
      // The client was first.
      return;
    }
    // A socket closed with nothing to linger for sends RST in place of FIN.
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  /** Writes bytes past everything that knows HTTP, and closes the connection. */
  void writeRaw(HttpServerRequest request, byte[] bytes) {
    Channel channel = leave(request);
    channel
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.wrappedBuffer(bytes))
        .addListener(written -> channel.close());
  }

  /** Closes the connection in good order, but without ending the HTTP body. */
  void close(HttpServerRequest request) {
    leave(request).close();
  }

  private Channel leave(HttpServerRequest request) {
    requests.remove(request.connection());
    // Vert.x has no way to set an option of an accepted connection.
    return ((ConnectionBase) request.connection()).channel();
  }
}
