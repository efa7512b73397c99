package io.tollgate.bench.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server of this process that speaks as much SMTP as a client of mail needs. */
final class MailServer implements AutoCloseable {

  /** What the server lets be protected. */
  enum Offer {
    PLAIN,
    STARTTLS,
    IMPLICIT,
    /** It takes connections and says nothing, ever. */
    SILENCE
  }

  /**
   * What was delivered.
   *
   * @param login user and password, or empty
   * @param data head and body
   */
  record Mail(String from, List<String> to, String login, boolean tls, String data) {

    /** A header's whole value. */
    String header(String name) {
      String head = data.substring(0, data.indexOf("\n\n")).replaceAll("\n[ \t]", " ");
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .reduce((one, two) -> one + " | " + two)
          .orElse("");
    }

    String body() {
      return data.substring(data.indexOf("\n\n") + 2);
    }
  }

  /** Replies to mails in the place of "taken", and to logins, in their order. */
  final Queue<String> refusals = new ConcurrentLinkedQueue<>();

  final Queue<String> loginRefusals = new ConcurrentLinkedQueue<>();

  /** Recipients that are not known here. */
  final List<String> unknown = new CopyOnWriteArrayList<>();

  /** Every line that came without TLS. */
  final List<String> inClear = new CopyOnWriteArrayList<>();

  private final LinkedBlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Socket> connections = new LinkedBlockingQueue<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Offer offer;
  private final SSLContext identity;
  private final ServerSocket listener;

  private MailServer(Offer offer, SSLContext identity) throws IOException {
    this.offer = offer;
    this.identity = identity;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static MailServer start(Offer offer, SSLContext identity) throws IOException {
    MailServer server = new MailServer(offer, identity);
    Thread.startVirtualThread(server::accept);
    return server;
  }

  static MailServer start(Offer offer) throws Exception {
    return start(offer, SSLContext.getDefault());
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next mail that arrives. */
  Mail next() throws InterruptedException {
    return Objects.requireNonNull(
        mails.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "no mail");
  }

  boolean isEmpty() {
    return mails.isEmpty();
  }

  /** Returns when the next connection was made. */
  void connected() throws InterruptedException {
    Objects.requireNonNull(
        connections.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "no connection");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        connections.add(socket);
        Thread.startVirtualThread(() -> converse(socket));
      }
    } catch (SocketException e) {
      // It is closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      switch (offer) {
        case PLAIN, STARTTLS -> new Conversation(socket, false).run();
        case IMPLICIT -> new Conversation(secured(socket), true).run();
        case SILENCE -> socket.getInputStream().readAllBytes();
      }
    } catch (IOException e) {
      // The client has left, or does not believe the certificate.
    }
  }

  private SSLSocket secured(Socket socket) throws IOException {
    SSLSocket secured =
        (SSLSocket) identity.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** One connection. */
  private final class Conversation {

    private Socket socket;
    private BufferedReader in;
    private boolean tls;
    private String login = "";
    private String from = "";
    private List<String> to = new ArrayList<>();

    Conversation(Socket socket, boolean tls) throws IOException {
      this.tls = tls;
      use(socket);
    }

    private void use(Socket other) throws IOException {
      socket = other;
      in =
          new BufferedReader(
              new InputStreamReader(other.getInputStream(), StandardCharsets.US_ASCII));
    }

    private void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private String line() throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the client has left");
      }
      if (!tls) {
        inClear.add(line);
      }
      return line;
    }

    void run() throws IOException {
      say("220 test");
      while (true) {
        String line = line();
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
          case "EHLO" -> {
            say("250-test");
            if (offer == Offer.STARTTLS && !tls) {
              say("250-STARTTLS");
            }
            say("250 AUTH PLAIN");
          }
          case "STARTTLS" -> {
            say("220 go on");
            use(secured(socket));
            tls = true;
          }
          case "AUTH" -> login(line);
          case "MAIL" -> {
            from = inBrackets(line);
            to = new ArrayList<>();
            say("250 ok");
          }
          case "RCPT" -> recipient(inBrackets(line));
          case "DATA" -> data();
          case "QUIT" -> {
            say("221 bye");
            return;
          }
          default -> say("502 what?");
        }
      }
    }

    private void login(String line) throws IOException {
      String secret = line.substring(line.lastIndexOf(' ') + 1);
      String[] parts =
          new String(Base64.getDecoder().decode(secret), StandardCharsets.US_ASCII).split("\0", -1);
      login = parts[1] + " " + parts[2];
      String refusal = loginRefusals.poll();
      say(refusal == null ? "235 welcome" : refusal);
    }

    private void recipient(String address) throws IOException {
      if (unknown.contains(address)) {
        say("550 nobody");
      } else {
        to.add(address);
        say("250 ok");
      }
    }

    private void data() throws IOException {
      say("354 go on");
      StringBuilder data = new StringBuilder();
      for (String line = line(); !line.equals("."); line = line()) {
        data.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
      }
      String refusal = refusals.poll();
      if (refusal == null) {
        mails.add(new Mail(from, List.copyOf(to), login, tls, data.toString()));
      }
      say(refusal == null ? "250 taken" : refusal);
    }

    private static String inBrackets(String line) {
      return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }
  }
}
