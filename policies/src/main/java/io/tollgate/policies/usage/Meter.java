package io.tollgate.policies.usage;

import static io.tollgate.policies.usage.MeterUnit.TOKEN;

/**
 * A kind of consumption that is counted and priced on its own.
 *
 * <p>The meters of tokens are disjoint: each token of a call is in exactly one of them, so they may
 * be summed. The first nine are the tokens of text and of what is not told apart from it; {@link
 * Usage} holds them itself and the others in its {@link Extras}.
 */
public enum Meter {
  /** Input the provider read in full. */
  IN_UNCACHED("in_uncached", TOKEN, true),
  /** Input served from the provider's prompt cache. */
  IN_CACHE_READ("in_cache_read", TOKEN, true),
  /** Input written to a prompt cache that lives five minutes. */
  IN_CACHE_WRITE_5M("in_cache_write_5m", TOKEN, true),
  /** Input written to a prompt cache that lives one hour. */
  IN_CACHE_WRITE_1H("in_cache_write_1h", TOKEN, true),
  /** Input written to a prompt cache of another or unstated life. */
  IN_CACHE_WRITE_OTHER("in_cache_write_other", TOKEN, true),
  /** Input that the provider's own tools added. */
  IN_TOOL("in_tool", TOKEN, true),
  /** Output the caller can see. */
  OUT_VISIBLE("out_visible", TOKEN, false),
  /** Output spent on reasoning, billed but hidden or separate. */
  OUT_REASONING("out_reasoning", TOKEN, false),
  /** Billed output of another kind, such as rejected predictions or citations. */
  OUT_OTHER("out_other", TOKEN, false),
  /** Input of sound that the provider read in full. */
  IN_AUDIO("in_audio", TOKEN, true),
  /** Input of sound served from the provider's prompt cache. */
  IN_AUDIO_CACHE_READ("in_audio_cache_read", TOKEN, true),
  /** Input of pictures that the provider read in full. */
  IN_IMAGE("in_image", TOKEN, true),
  /** Input of film that the provider read in full. */
  IN_VIDEO("in_video", TOKEN, true),
  /** Output of sound. */
  OUT_AUDIO("out_audio", TOKEN, false),
  /** Output of pictures. */
  OUT_IMAGE("out_image", TOKEN, false),
  /** Requests sent to the provider. A usage that does not state them is of one. */
  CALLS("calls", MeterUnit.CALL, false),
  /** Queries that the provider's own search was asked. */
  SEARCHES("searches", MeterUnit.SEARCH, false),
  /** Pictures made or read. */
  IMAGES("images", MeterUnit.IMAGE, false),
  /** The length of sound made or read. */
  AUDIO_MILLIS("audio_ms", MeterUnit.MILLISECOND, false),
  /** The length of film made or read. */
  VIDEO_MILLIS("video_ms", MeterUnit.MILLISECOND, false),
  /** Characters of text made or read. */
  CHARACTERS("characters", MeterUnit.CHARACTER, false),
  /** Pages of documents read. */
  PAGES("pages", MeterUnit.PAGE, false),
  /** Tokens kept in a prompt cache that is billed by time, each for an hour. */
  CACHE_TOKEN_HOURS("cache_token_hours", MeterUnit.TOKEN_HOUR, false),
  /**
   * What is missing to the least that a call costs. It is of bills and never of a usage: a line of
   * it has the quantity 1 and the missing amount as its unit price.
   */
  MINIMUM_CHARGE("minimum_charge", MeterUnit.CHARGE, false);

  /** How many meters are {@linkplain #isPlain() plain}. */
  public static final int PLAIN = 9;

  private final String key;
  private final MeterUnit unit;
  private final boolean input;

  Meter(String key, MeterUnit unit, boolean input) {
    this.key = key;
    this.unit = unit;
    this.input = input;
  }

  /** The name in files, metrics and the ledger. */
  public String key() {
    return key;
  }

  /** What is counted: quantities are whole numbers of it. */
  public MeterUnit unit() {
    return unit;
  }

  /** Whether the meter counts tokens; those of all such meters may be summed. */
  public boolean isTokens() {
    return unit == TOKEN;
  }

  /** Whether the meter counts tokens of input. */
  public boolean isInput() {
    return input;
  }

  /** Whether the meter counts tokens of output. */
  public boolean isOutput() {
    return unit == TOKEN && !input;
  }

  /** Whether it is one of the nine that a {@link Usage} holds itself; they come first. */
  public boolean isPlain() {
    return index() < PLAIN;
  }

  /** Its place among all meters, from 0: tables by meter are arrays. */
  @SuppressWarnings("EnumOrdinal")
  public int index() {
    return ordinal();
  }
}
