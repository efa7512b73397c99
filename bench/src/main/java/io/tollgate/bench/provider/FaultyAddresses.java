package io.tollgate.bench.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Base URLs at which connections fail in ways that no prompt can choose: refused, unknown, silent,
 * or with a certificate nobody should believe. A {@link SimulatedProvider} can be put behind them.
 *
 * <p>Safe for use by several threads. Its threads end when it is closed.
 */
public final class FaultyAddresses implements AutoCloseable {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final ConcurrentLinkedQueue<AutoCloseable> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();

  /** A port at which nobody listens. */
  public URI refused() {
    try (ServerSocket socket = listen(HERE)) {
      return url("http", "127.0.0.1", socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name that does not resolve, now or ever: RFC 6761 reserves it for that. */
  public URI unresolvable() {
    return URI.create("http://nowhere.invalid/v1");
  }

  /** Accepts connections, reads whatever is sent, and says nothing. */
  public URI silent() {
    return url("http", "127.0.0.1", serve(HERE, FaultyAddresses::readOnly));
  }

  /**
   * The same at every address of this machine: a canary, whose port nobody should ever connect to.
   */
  public URI canary() {
    return url("http", "127.0.0.1", serve(null, FaultyAddresses::readOnly));
  }

  /** The same where a TLS handshake is expected. */
  public URI stallingHandshake() {
    return url("https", "localhost", serve(HERE, FaultyAddresses::readOnly));
  }

  /**
   * Speaks TLS in front of a provider.
   *
   * @param identity as {@link ThrowawayAuthority#issue} makes it
   * @param port the provider's own, on this machine
   */
  public URI tls(SSLContext identity, int port) {
    ServerSocket server =
        serve(
            HERE,
            socket -> {
              try (Socket inner = new Socket(HERE, port);
                  Socket outer = identity.getSocketFactory().createSocket(socket, null, false)) {
                open.add(inner);
                Thread back = Thread.startVirtualThread(() -> copy(inner, outer));
                copy(outer, inner);
                back.join();
              }
            });
    return url("https", "localhost", server);
  }

  /** Connections that have been accepted at all addresses together. */
  public int accepted() {
    return accepted.get();
  }

  private static URI url(String scheme, String host, ServerSocket server) {
    return URI.create(scheme + "://" + host + ":" + server.getLocalPort() + "/v1");
  }

  private static ServerSocket listen(@Nullable InetAddress address) throws IOException {
    return new ServerSocket(0, 50, address);
  }

  /** What is done with a connection. */
  private interface Conversation {
    void hold(Socket socket) throws IOException, InterruptedException;
  }

  private ServerSocket serve(@Nullable InetAddress address, Conversation conversation) {
    try {
      ServerSocket server = listen(address);
      open.add(server);
      Thread.startVirtualThread(() -> accept(server, conversation));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket server, Conversation conversation) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        open.add(socket);
        Thread.startVirtualThread(() -> hold(socket, conversation));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void hold(Socket socket, Conversation conversation) {
    try (socket) {
      conversation.hold(socket);
    } catch (IOException e) {
      // The other side has left, or did not like the certificate.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static void readOnly(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** Copies until one side ends, and then ends both: half-open connections are no fault of ours. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] piece = new byte[8192];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        to.getOutputStream().write(piece, 0, n);
        to.getOutputStream().flush();
      }
    } catch (IOException e) {
      // Whoever broke it off knows why.
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }
}
