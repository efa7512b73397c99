package io.tollgate.bench.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What stands between gateways and their PostgreSQL, and makes it slow or cuts it off. */
final class StoreProxy implements AutoCloseable {

  /** What becomes of answers. */
  enum Mode {
    PASS,
    /** Each answer comes late. */
    SLOW,
    /** The connection is cut where an answer says that something was committed. */
    CUT_AFTER_COMMIT,
    /** Nobody is let in, and who was in is cut off. */
    DOWN
  }

  /** How the server says that a transaction was committed. */
  private static final String COMMITTED = "COMMIT\0";

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile Mode mode = Mode.PASS;
  private volatile Duration delay = Duration.ZERO;

  private StoreProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  static StoreProxy before(int target) throws IOException {
    StoreProxy proxy =
        new StoreProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections that were cut after something was committed. */
  int cuts() {
    return cuts.get();
  }

  void set(Mode next, Duration late) {
    delay = late;
    mode = next;
    if (next == Mode.DOWN) {
      sockets.forEach(StoreProxy::close);
    }
  }

  void set(Mode next) {
    set(next, Duration.ZERO);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (mode == Mode.DOWN) {
          close(client);
          continue;
        }
        Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(there);
        Thread.ofVirtual().start(() -> pump(client, there, false));
        Thread.ofVirtual().start(() -> pump(there, client, true));
      } catch (IOException e) {
        // The target is not there, or the proxy is closed.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] bytes = new byte[64 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
        if (answers && mode == Mode.SLOW) {
          LockSupport.parkNanos(delay.toNanos());
        }
        if (answers && mode == Mode.CUT_AFTER_COMMIT && commits(bytes, n)) {
          cuts.incrementAndGet();
          return;
        }
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // Then the other end learns of it, too.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static boolean commits(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(COMMITTED);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(StoreProxy::close);
  }
}
