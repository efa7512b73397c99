package io.tollgate.bench.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a small company's applications ask for: chat, code, hard questions, long documents. */
final class SampleTraffic {

  private enum Kind {
    CHAT("chat", 5),
    CODE("code", 3),
    REASONING("reasoning", 1),
    TOOLS("agent", 1),
    LONG_INPUT("summary", 1),
    OUTAGE("chat", 1);

    private final String task;
    private final int weight;

    Kind(String task, int weight) {
      this.task = task;
      this.weight = weight;
    }
  }

  private static final List<String> QUESTIONS =
      List.of(
          "How do I return a parcel that arrived damaged?",
          "Write a function that merges two sorted lists.",
          "Our margin fell although revenue grew. Give three hypotheses and how to test each.",
          "Translate to French: the meeting moved to Thursday.",
          "Find the error in this query: select * form orders.");

  private static final List<Kind> MIX =
      Stream.of(Kind.values())
          .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight))
          .toList();

  private final URI endpoint;
  private final String key;
  private final Random random;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  SampleTraffic(int port, String key, long seed) {
    this.endpoint = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
    this.key = key;
    this.random = new Random(seed);
  }

  /**
   * Sends the requests, spaced evenly, and returns when all are answered or {@code stop} is down.
   */
  void send(int requests, Duration spacing, CountDownLatch stop) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(requests);
    for (int i = 0; i < requests; i++) {
      String body = body(MIX.get(random.nextInt(MIX.size())));
      Thread.ofVirtual()
          .start(() -> {
            try {
              post(body);
            } finally {
              running.countDown();
            }
          });
      if (stop.await(spacing.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    running.await(1, TimeUnit.MINUTES);
  }

  private void post(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .timeout(Duration.ofMinutes(1))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      // The table shows how each request ended; the sender has nothing to add.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String body(Kind kind) {
    String question = QUESTIONS.get(random.nextInt(QUESTIONS.size()));
    String text =
        switch (kind) {
          case CHAT, CODE, REASONING, TOOLS -> question;
          case LONG_INPUT -> question + " " + "The parties agree as follows. ".repeat(1500);
          // The local model is down for this request: the next of the plan answers.
          case OUTAGE -> question + " [[fault@pebble-8b:status=503]]";
        };
    String tools =
        kind == Kind.TOOLS
            ? ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"lookup\",\"parameters\":"
                + "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}}}]"
            : "";
    boolean stream = random.nextInt(4) > 0;
    return "{\"model\":\"auto\",\"stream\":"
        + stream
        + (stream ? ",\"stream_options\":{\"include_usage\":true}" : "")
        + ",\"max_tokens\":"
        + (40 + random.nextInt(120))
        + ",\"metadata\":{\"task\":\""
        + kind.task
        + "\"}"
        + tools
        + ",\"messages\":[{\"role\":\"user\",\"content\":\""
        + text
        + "\"}]}";
  }
}
