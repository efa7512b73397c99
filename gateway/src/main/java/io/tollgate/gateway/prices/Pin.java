package io.tollgate.gateway.prices;

/**
 * A person's decision to take one feed's word for a deployment.
 *
 * @param deployment {@code provider/model}
 * @param source the feed
 * @param reason who decided, when and why, for the file that is written
 */
public record Pin(String deployment, String source, String reason) {

  /**
   * A pin of a command line: {@code openai/gpt-x=models.dev}.
   *
   * @param reason who decided, when and why
   * @throws IllegalArgumentException with a sentence
   */
  public static Pin of(String text, String reason) {
    int equals = text.lastIndexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "pin: \"" + text + "\" (expected: provider/model=FEED, such as openai/gpt-x=models.dev)");
    }
    return new Pin(
        text.substring(0, equals), FeedFormat.of(text.substring(equals + 1)).source(), reason);
  }
}
