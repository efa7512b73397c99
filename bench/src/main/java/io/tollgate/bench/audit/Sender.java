package io.tollgate.bench.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends orders and tells what it saw, believing nothing but the bytes. */
public final class Sender {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DONE = "data: [DONE]";
  private static final long HEAD_WITHIN_MILLIS = 60_000;

  private final URI endpoint;
  private final String key;
  private final Runnable onEvent;

  /** Sends to this base URL; {@code onEvent} is run at each event or answer that is seen. */
  public Sender(String baseUrl, String key, Runnable onEvent) {
    this.endpoint = URI.create(baseUrl + "/chat/completions");
    this.key = key;
    this.onEvent = onEvent;
  }

  public Sighting send(Order order, HttpClient client) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(order.body()))
            .build();
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    boolean leavesBeforeHead = order.isLeft() && !order.stream();
    try {
      return read(
          order,
          answer.get(leavesBeforeHead ? order.stays() : HEAD_WITHIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return leavesBeforeHead
          ? new Sighting.Left(null)
          : new Sighting.Wrong(null, "no answer within " + HEAD_WITHIN_MILLIS + " ms");
    } catch (ExecutionException e) {
      return e.getCause() instanceof ConnectException
          ? new Sighting.Unsent()
          : new Sighting.Indeterminate(null);
    } finally {
      onEvent.run();
    }
  }

  private Sighting read(Order order, HttpResponse<InputStream> response) {
    String id = response.headers().firstValue("x-tollgate-request-id").orElse(null);
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        return new Sighting.Failed(id, text(body));
      }
      if (id == null) {
        return new Sighting.Wrong(null, "an answer without the id of its request");
      }
      int attempts =
          Integer.parseInt(response.headers().firstValue("x-tollgate-attempts").orElse("0"));
      return order.stream()
          ? stream(order, id, attempts, body)
          : plain(id, attempts, response.headers().firstValue("x-tollgate-cost").orElse(""), body);
    } catch (IOException e) {
      return new Sighting.Indeterminate(id);
    }
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Sighting plain(String id, int attempts, String header, InputStream body)
      throws IOException {
    String json = text(body);
    try {
      JsonNode answer = JSON.readTree(json);
      if (!answer.path("choices").isArray()) {
        return new Sighting.Wrong(id, "status 200 without choices: " + json);
      }
      BigDecimal cost = new BigDecimal(header);
      BigDecimal usageCost = cost(answer);
      return usageCost == null || usageCost.compareTo(cost) == 0
          ? new Sighting.Complete(id, attempts, cost, 0)
          : new Sighting.Wrong(id, "costs " + header + " in its head and " + usageCost + " inside");
    } catch (JacksonException | NumberFormatException e) {
      return new Sighting.Wrong(id, "status 200, cost '" + header + "', body: " + json);
    }
  }

  private Sighting stream(Order order, String id, int attempts, InputStream body)
      throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    int content = 0;
    String usage = null;
    String line;
    while ((line = lines.readLine()) != null) {
      if (line.isEmpty()) {
        continue;
      }
      onEvent.run();
      if (line.equals(DONE)) {
        BigDecimal cost = usage == null ? null : cost(JSON.readTree(usage));
        return isAtEnd(lines)
            ? new Sighting.Complete(id, attempts, cost, content)
            : new Sighting.Wrong(id, "something follows [DONE]");
      }
      if (line.startsWith("data: {\"error\"")) {
        return isAtEnd(lines)
            ? new Sighting.Failed(id, line)
            : new Sighting.Wrong(id, "something follows the error");
      }
      if (line.contains("\"usage\":{")) {
        usage = line.substring("data: ".length());
      }
      if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
        content++;
        if (content == order.stays()) {
          return new Sighting.Left(id);
        }
      }
    }
    return new Sighting.Wrong(id, "the stream ended without [DONE] and without an error");
  }

  /** Whether only blank lines follow, up to an end of whatever kind. */
  private static boolean isAtEnd(BufferedReader lines) {
    try {
      String line;
      do {
        line = lines.readLine();
      } while (line != null && line.isEmpty());
      return line == null;
    } catch (IOException e) {
      // The gateway died, or broke off as it should after an error: what was seen was seen.
      return true;
    }
  }

  private static @Nullable BigDecimal cost(JsonNode answer) {
    JsonNode cost = answer.path("usage").path("cost");
    return cost.isNumber() ? new BigDecimal(cost.toString()) : null;
  }
}
