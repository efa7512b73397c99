package io.tollgate.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is asked.
 *
 * @param stream whether answers are streamed, with usage
 * @param promptBytes size of each prompt, at least 1
 * @param maxTokens the limit each request states, at least 1
 * @param seed of the prompts
 */
public record Workload(boolean stream, int promptBytes, int maxTokens, long seed) {

  /** Different prompts in turn, so that a server cannot answer all of them from one memory. */
  private static final int PROMPTS = 64;

  /** Long ones are fewer: all of them together stay within this. */
  private static final int BYTES_MAX = 8 << 20;

  public Workload {
    if (promptBytes < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "prompt: %d bytes, max tokens: %d (expected: both >= 1)"
              .formatted(promptBytes, maxTokens));
    }
  }

  /** The requests to a target as bytes on the wire, to be sent in turn. */
  List<byte[]> encode(LoadTarget target) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> requests = new ArrayList<>();
    int prompts = Math.clamp(BYTES_MAX / promptBytes, 4, PROMPTS);
    for (int i = 0; i < prompts; i++) {
      requests.add(encode(target, prompt(random)));
    }
    return List.copyOf(requests);
  }

  private String prompt(SplittableRandom random) {
    StringBuilder prompt = new StringBuilder(promptBytes);
    for (int i = 0; i < promptBytes; i++) {
      prompt.append(i % 6 == 5 ? ' ' : (char) ('a' + random.nextInt(26)));
    }
    return prompt.toString();
  }

  private byte[] encode(LoadTarget target, String prompt) {
    // Said before the prompt, also where it is not asked for: a reader may stop there.
    String options =
        stream
            ? "\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            : "\"stream\":false,";
    String body =
        "{\"model\":\"%s\",%s\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(target.model(), options, maxTokens, prompt);
    String head =
        """
        POST %s/chat/completions HTTP/1.1\r
        host: %s:%d\r
        authorization: Bearer %s\r
        content-type: application/json\r
        accept: %s\r
        content-length: %d\r
        \r
        """
            .formatted(
                target.baseUrl().getRawPath(),
                target.baseUrl().getHost(),
                target.port(),
                target.key(),
                stream ? "text/event-stream" : "application/json",
                body.length());
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }
}
