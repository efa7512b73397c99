package io.tollgate.adapters.profile;

/**
 * Rules of thumb for the number of tokens in a text that is not tokenised.
 *
 * <p>English and code come to about four bytes per token with the tokenisers of 2024 and later;
 * other scripts take two or three bytes per character and come to about three bytes per token. A
 * chat template adds about four tokens to each message and three to open the answer; a tool
 * definition is framed by about eight. An image of common size is about a thousand tokens. Speech
 * is ten tokens per second, which is 2,000 bytes of base64 per token at 128 kbit/s. A page of PDF
 * is about 2,000 tokens and 80 kB.
 *
 * <p>These figures size holds and rank candidates; a provider's own count replaces them wherever
 * there is one.
 */
public final class TokenEstimate {

  private static final int ASCII_BYTES_PER_TOKEN = 4;
  private static final int OTHER_BYTES_PER_TOKEN = 3;
  private static final int TOKENS_PER_MESSAGE = 4;
  private static final int TOKENS_TO_OPEN_ANSWER = 3;
  private static final int TOKENS_PER_TOOL = 8;
  private static final int TOKENS_PER_IMAGE = 1_000;
  private static final int AUDIO_BYTES_PER_TOKEN = 2_000;
  private static final int FILE_BYTES_PER_TOKEN = 40;

  private TokenEstimate() {}

  /**
   * Input tokens of a conversation.
   *
   * @param textBytes bytes of its texts
   * @param nonAsciiBytes how many of them are outside ASCII; more than {@code textBytes} counts as
   *     all of them
   * @param messages messages in it
   * @param tools tool definitions in it
   * @param images images in it
   * @param audioBytes bytes of sound in it, as base64
   * @param fileBytes bytes of files in it, as base64
   */
  public static long input(
      long textBytes,
      long nonAsciiBytes,
      int messages,
      int tools,
      int images,
      long audioBytes,
      long fileBytes) {
    long other = Math.min(textBytes, nonAsciiBytes);
    return divideUp(textBytes - other, ASCII_BYTES_PER_TOKEN)
        + divideUp(other, OTHER_BYTES_PER_TOKEN)
        + (long) TOKENS_PER_MESSAGE * messages
        + TOKENS_TO_OPEN_ANSWER
        + (long) TOKENS_PER_TOOL * tools
        + (long) TOKENS_PER_IMAGE * images
        + divideUp(audioBytes, AUDIO_BYTES_PER_TOKEN)
        + divideUp(fileBytes, FILE_BYTES_PER_TOKEN);
  }

  /**
   * Output tokens of a stream of which a part was seen: providers send about one token per event,
   * or else several at about four bytes each, so the larger of both counts.
   *
   * @param contentEvents events that carried a part of the answer
   * @param contentBytes bytes of the answer in them
   */
  public static long output(long contentEvents, long contentBytes) {
    return Math.max(contentEvents, divideUp(contentBytes, ASCII_BYTES_PER_TOKEN));
  }

  private static long divideUp(long bytes, int bytesPerToken) {
    return (bytes + bytesPerToken - 1) / bytesPerToken;
  }
}
