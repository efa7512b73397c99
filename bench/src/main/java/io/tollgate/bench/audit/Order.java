package io.tollgate.bench.audit;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A request of the kill test's load, and how long its sender stays.
 *
 * @param model what is asked for
 * @param stream whether the answer is streamed
 * @param includeUsage whether the sender asks for the usage of a stream
 * @param tokens visible tokens of the whole answer
 * @param fault the fault directive, or empty
 * @param filler words that make the prompt longer
 * @param stays content events, or for a plain answer milliseconds, after which the sender leaves;
 *     {@link #TO_THE_END} stays
 */
public record Order(
    String model,
    boolean stream,
    boolean includeUsage,
    int tokens,
    String fault,
    int filler,
    int stays) {

  public static final int TO_THE_END = Integer.MAX_VALUE;

  private static final List<String> MODELS =
      List.of(
          "auto",
          "auto",
          "auto/cheap",
          "auto/cheap",
          "sim-local/pebble-8b",
          "sim-open-moe/meadow-400b",
          "sim-open-moe/meadow-100b",
          "sim-frontier/aurora-pro");

  /** What befalls the first of a plan only, so that the next one answers. */
  private static final List<String> FALLBACKS =
      List.of(
          "[[fault@sim-local:status=503]]",
          "[[fault@sim-local:status=500]][[fault@sim-open-moe:status=429]]",
          "[[fault@sim-local:cut-after=0]]",
          "[[fault@sim-local:html-200]]");

  private static final List<String> FAILURES =
      List.of(
          "[[fault:status=500]]",
          "[[fault:status=400]]",
          "[[fault:cut-after=7]]",
          "[[fault:eof-after=4]]",
          "[[fault:malformed-event=3]]",
          "[[fault:reset-before-headers]]",
          "[[fault:no-usage]]",
          "[[fault:usage=negative]]");

  /** Some request; of twenty, four meet a fallback, four a failure, and two senders leave. */
  public static Order some(RandomGenerator random) {
    int kind = random.nextInt(20);
    boolean stream = random.nextInt(5) > 0;
    int tokens = random.nextInt(20, 140);
    return new Order(
        kind < 4 ? "auto/cheap" : any(MODELS, random),
        stream,
        random.nextBoolean(),
        tokens,
        kind < 4 ? any(FALLBACKS, random) : kind < 8 ? any(FAILURES, random) : "",
        random.nextInt(200),
        kind >= 18 ? random.nextInt(1, tokens) : TO_THE_END);
  }

  private static String any(List<String> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }

  /** Whether its sender leaves before the end. */
  public boolean isLeft() {
    return stays != TO_THE_END;
  }

  /** The request body. */
  public String body() {
    return "{\"model\":\""
        + model
        + "\",\"stream\":"
        + stream
        + (stream && includeUsage ? ",\"stream_options\":{\"include_usage\":true}" : "")
        + ",\"messages\":[{\"role\":\"user\",\"content\":\""
        + "Count the parcels. ".repeat(filler)
        + "[[tokens:"
        + tokens
        + "]]"
        + fault
        + "\"}]}";
  }
}
