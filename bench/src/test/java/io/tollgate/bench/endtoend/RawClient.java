package io.tollgate.bench.endtoend;

import io.tollgate.bench.rig.Rig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly what it is told, and may leave at any moment in either way. */
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final byte[] piece = new byte[64 << 10];

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Math.toIntExact(Await.PATIENCE.toMillis()));
    return new RawClient(socket);
  }

  /** Sends bytes, one for each character. */
  RawClient send(String latin1) throws IOException {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends a chat request with the rig's key. */
  RawClient post(Stage stage, String body) throws IOException {
    return post(stage.rig, body);
  }

  RawClient post(Rig rig, String body) throws IOException {
    return send(head(rig, "POST /v1/chat/completions", body) + body);
  }

  /** The head of a request whose body has the length of this one. */
  static String head(Stage stage, String methodAndPath, String body) {
    return head(stage.rig, methodAndPath, body);
  }

  static String head(Rig rig, String methodAndPath, String body) {
    return head(rig, methodAndPath)
        + "content-length: %d\r\n\r\n".formatted(body.getBytes(StandardCharsets.UTF_8).length);
  }

  /** The head of a request, to be gone on with. */
  static String head(Stage stage, String methodAndPath) {
    return head(stage.rig, methodAndPath);
  }

  private static String head(Rig rig, String methodAndPath) {
    return methodAndPath
        + " HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\nauthorization: Bearer "
        + rig.key()
        + "\r\n";
  }

  /** Reads until the text has come. */
  RawClient await(String text) throws IOException {
    while (!text().contains(text)) {
      if (read(piece.length) < 0) {
        throw new IOException("closed before " + text + " came: " + text());
      }
    }
    return this;
  }

  /** Reads what is there, at most so many bytes; waits only for the first. */
  RawClient readSome(int atMost) throws IOException {
    if (read(atMost) < 0) {
      throw new IOException("closed");
    }
    return this;
  }

  private int read(int atMost) throws IOException {
    int count = socket.getInputStream().read(piece, 0, Math.min(atMost, piece.length));
    received.write(piece, 0, Math.max(0, count));
    return count;
  }

  /**
   * Reads until the gateway closes.
   *
   * @throws java.net.SocketTimeoutException if it does not
   */
  String readToEnd() throws IOException {
    try {
      while (read(piece.length) >= 0) {
        // Until there is no more.
      }
    } catch (java.net.SocketException e) {
      // A reset ends it as well.
    }
    return text();
  }

  /** Forgets what has been read so far. */
  void forget() {
    received.reset();
  }

  /** What has been read so far. */
  String text() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  /** Leaves with RST in place of FIN, as a killed process may. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
