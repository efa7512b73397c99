package io.tollgate.gateway.alerts;

import io.tollgate.gateway.budget.BudgetEvent;
import io.tollgate.gateway.upstream.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Posts alerts to a receiver. */
final class Webhook implements AutoCloseable {

  static final String SIGNATURE = "x-tollgate-signature";

  private final Supplier<AlertSettings> settings;
  private final String node;
  private final InstantSource clock;
  private final AlertPace pace;

  /**
   * Made for the first alert, on the queue's thread: it reads all of the JDK's certificates, which
   * no start has to wait for.
   */
  private final AtomicReference<@Nullable HttpClient> client = new AtomicReference<>();

  private final DeliveryQueue queue;

  /**
   * A webhook that has nothing to say yet.
   *
   * @param settings asked for each alert
   * @param node the name of this gateway
   */
  Webhook(Supplier<AlertSettings> settings, String node, InstantSource clock, AlertPace pace) {
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    this.pace = pace;
    this.queue = new DeliveryQueue("webhook", pace.pause());
  }

  /** Posts what happened, if there is a receiver; returns at once. */
  void send(BudgetEvent event) {
    AlertSettings now = settings.get();
    URI receiver = now.webhook();
    if (receiver != null) {
      String body = AlertBody.of(event, node, clock.instant());
      queue.add(body, () -> post(receiver, now.secret(), body));
    }
  }

  private String post(URI receiver, @Nullable Secret secret, String body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver)
            .timeout(pace.patience())
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (secret != null) {
      request.header(SIGNATURE, "sha256=" + signature(secret.reveal(), body));
    }
    try {
      int status = client().send(request.build(), BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300 ? "" : "HTTP " + status;
    } catch (IOException e) {
      return e.toString();
    }
  }

  private HttpClient client() {
    HttpClient known = client.get();
    if (known == null) {
      known = HttpClient.newBuilder().connectTimeout(pace.patience()).build();
      client.set(known);
    }
    return known;
  }

  private static String signature(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Posts nothing more. */
  @Override
  public void close() {
    queue.close();
    HttpClient known = client.get();
    if (known != null) {
      known.shutdownNow();
    }
  }
}
