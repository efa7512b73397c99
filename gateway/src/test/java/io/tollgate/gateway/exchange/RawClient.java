package io.tollgate.gateway.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client on a socket, which reads when it likes and leaves when it likes. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** Asks, and reads nothing yet. */
  static RawClient ask(int port, boolean stream) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 16);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    String body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"stream\":"
            + stream
            + "}";
    socket
        .getOutputStream()
        .write(
            ("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                    + "content-type: application/json\r\ncontent-length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
    return new RawClient(socket);
  }

  /** Reads until the text has come. */
  String readUntil(String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the connection ended with: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /** Reads until the connection ends. */
  String readAll() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }

  /** Reads until the connection ends and gives the body of an answer that came in chunks. */
  String readChunked() throws IOException {
    String all = readAll();
    StringBuilder body = new StringBuilder();
    int at = all.indexOf("\r\n\r\n") + 4;
    while (true) {
      int end = all.indexOf("\r\n", at);
      int length = Integer.parseInt(all.substring(at, end), 16);
      if (length == 0) {
        return body.toString();
      }
      body.append(all, end + 2, end + 2 + length);
      at = end + 2 + length + 2;
    }
  }

  /** Reads until the connection ends and counts only. */
  long countAll() throws IOException {
    byte[] buffer = new byte[1 << 16];
    long count = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      count += read;
    }
    return count;
  }

  /** Leaves. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
