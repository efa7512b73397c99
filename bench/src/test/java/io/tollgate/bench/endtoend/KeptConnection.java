package io.tollgate.bench.endtoend;

import io.tollgate.bench.rig.Rig;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client that sends one request after the other on one connection, as fast as it is answered,
 * until an answer says that the connection closes. It reads HTTP itself: a library would send a
 * dropped request again and say nothing.
 */
final class KeptConnection {

  private final Rig rig;
  private final String body;
  private final Runnable onAnswer;
  private String dropped = "";
  private String lastWords = "";

  KeptConnection(Rig rig, String body, Runnable onAnswer) {
    this.rig = rig;
    this.body = body;
    this.onAnswer = onAnswer;
  }

  /** What went wrong, or nothing. */
  String dropped() {
    return dropped;
  }

  /** The status line of the answer that closed the connection. */
  String lastWords() {
    return lastWords;
  }

  KeptConnection sendUntilToldToGo() {
    byte[] request =
        (RawClient.head(rig, "POST /v1/chat/completions", body) + body)
            .getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.dataPort())) {
      socket.setSoTimeout(Math.toIntExact(Await.PATIENCE.toMillis()));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (lastWords.isEmpty()) {
        socket.getOutputStream().write(request);
        readAnswer(in);
        onAnswer.run();
      }
    } catch (IOException e) {
      dropped = "dropped: " + e;
    }
    return this;
  }

  private void readAnswer(InputStream in) throws IOException {
    String status = line(in);
    long length = -1;
    boolean closes = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
      closes |= lower.equals("connection: close");
    }
    String answer = length >= 0 ? text(in, length) : chunked(in);
    boolean whole = status.contains(" 200 ") && (length >= 0 || answer.contains("[DONE]"));
    boolean refused = status.contains(" 503 ") && answer.contains("gateway_stopping") && closes;
    if (!whole && !refused) {
      throw new IOException(status + ": " + answer);
    }
    if (closes) {
      lastWords = status;
    }
  }

  private static String chunked(InputStream in) throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      body.append(text(in, size));
      line(in);
      if (size == 0) {
        return body.toString();
      }
    }
  }

  private static String text(InputStream in, long length) throws IOException {
    byte[] bytes = in.readNBytes(Math.toIntExact(length));
    if (bytes.length < length) {
      throw new IOException("closed in the middle of a body");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed after: " + line.toString(StandardCharsets.UTF_8));
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
