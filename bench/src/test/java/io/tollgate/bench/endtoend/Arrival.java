package io.tollgate.bench.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer up to the byte where its connection broke.
 *
 * <p>The JDK's body as an input stream forgets what came but was not yet read when the connection
 * breaks, and with it the event that tells why.
 */
final class Arrival {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile @Nullable ResponseInfo head;

  private Arrival() {}

  /** Sends a request and waits for whatever comes back. */
  static Reply of(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
    Arrival arrival = new Arrival();
    boolean broken = false;
    try {
      client.send(request, arrival::begin);
    } catch (IOException e) {
      if (arrival.head == null) {
        throw e;
      }
      broken = true;
    }
    return arrival.reply(broken);
  }

  private BodySubscriber<Void> begin(ResponseInfo info) {
    head = info;
    return BodySubscribers.ofByteArrayConsumer(piece -> piece.ifPresent(bytes::writeBytes));
  }

  private Reply reply(boolean broken) {
    ResponseInfo info = head;
    if (info == null) {
      throw new IllegalStateException("an answer without a head");
    }
    String body = bytes.toString(StandardCharsets.UTF_8);
    return new Reply(info.statusCode(), info.headers(), body, broken);
  }
}
