package io.tollgate.gateway.alerts;

import io.tollgate.gateway.budget.BudgetEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alerts to a receiver, one after the other on a thread of its own: a receiver that is slow
 * or gone holds up nothing but the alerts behind.
 */
public final class Webhook implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

  static final String SIGNATURE = "x-tollgate-signature";

  private static final int WAITING_MAX = 1_000;
  private static final int TIMES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Supplier<AlertSettings> settings;
  private final String node;
  private final InstantSource clock;
  private final Duration pause;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().name("tollgate-alerts").daemon().factory());

  /**
   * A webhook that has nothing to say yet.
   *
   * @param settings asked for each alert
   * @param node the name of this gateway
   * @param pause before an alert is sent again
   */
  public Webhook(
      Supplier<AlertSettings> settings, String node, InstantSource clock, Duration pause) {
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    this.pause = pause;
  }

  /** Posts what happened, if there is a receiver; returns at once. */
  public void send(BudgetEvent event) {
    AlertSettings now = settings.get();
    URI receiver = now.webhook();
    if (receiver == null) {
      return;
    }
    String body = AlertBody.of(event, node, clock.instant());
    try {
      sender.execute(() -> deliver(receiver, now, body));
    } catch (RejectedExecutionException e) {
      LOG.error("an alert is lost, {} wait to be posted already: {}", WAITING_MAX, body);
    }
  }

  private void deliver(URI receiver, AlertSettings with, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver)
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (with.secret() != null) {
      request.header(SIGNATURE, "sha256=" + signature(with.secret().reveal(), body));
    }
    String why = "";
    try {
      for (int i = 0; i < TIMES; i++) {
        if (i > 0) {
          TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
        try {
          int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
          if (status >= 200 && status < 300) {
            return;
          }
          why = "HTTP " + status;
        } catch (IOException e) {
          why = String.valueOf(e.getMessage());
        }
      }
      LOG.error("an alert could not be posted ({}): {}", why, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error("an alert was not posted before the gateway stopped: {}", body);
    }
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

  /** Posts nothing more; what waits is in the log only. */
  @Override
  public void close() {
    sender.shutdownNow();
    client.shutdownNow();
  }
}
