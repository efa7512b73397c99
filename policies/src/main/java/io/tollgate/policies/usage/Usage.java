package io.tollgate.policies.usage;

/**
 * What one model call consumed: its tokens as a disjoint, non-negative partition, of which totals
 * are derived, and what is counted in other units.
 *
 * <p>Each component but the last is the quantity of the {@link Meter} of the same name, in tokens.
 *
 * @param extras what the other meters counted; {@link Extras#EMPTY} for a call of text
 */
public record Usage(
    long inUncached,
    long inCacheRead,
    long inCacheWrite5m,
    long inCacheWrite1h,
    long inCacheWriteOther,
    long inTool,
    long outVisible,
    long outReasoning,
    long outOther,
    Extras extras) {

  /**
   * Tokens, or units of another kind, per meter beyond which a figure is not believed: no call
   * reads or writes so many.
   */
  public static final long MAX_TOKENS = 1L << 31;

  private static final int METERS = Meter.values().length;

  /** Nothing consumed. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0);

  public Usage {
    check(Meter.IN_UNCACHED, inUncached);
    check(Meter.IN_CACHE_READ, inCacheRead);
    check(Meter.IN_CACHE_WRITE_5M, inCacheWrite5m);
    check(Meter.IN_CACHE_WRITE_1H, inCacheWrite1h);
    check(Meter.IN_CACHE_WRITE_OTHER, inCacheWriteOther);
    check(Meter.IN_TOOL, inTool);
    check(Meter.OUT_VISIBLE, outVisible);
    check(Meter.OUT_REASONING, outReasoning);
    check(Meter.OUT_OTHER, outOther);
  }

  /** The usage of a call that consumed nothing but plain tokens. */
  public Usage(
      long inUncached,
      long inCacheRead,
      long inCacheWrite5m,
      long inCacheWrite1h,
      long inCacheWriteOther,
      long inTool,
      long outVisible,
      long outReasoning,
      long outOther) {
    this(
        inUncached,
        inCacheRead,
        inCacheWrite5m,
        inCacheWrite1h,
        inCacheWriteOther,
        inTool,
        outVisible,
        outReasoning,
        outOther,
        Extras.EMPTY);
  }

  static void check(Meter meter, long quantity) {
    if (quantity < 0 || quantity > MAX_TOKENS) {
      throw new IllegalArgumentException(
          meter.key()
              + ": "
              + quantity
              + (meter.isTokens() ? " tokens" : "")
              + " (expected: 0 to "
              + MAX_TOKENS
              + ")");
    }
  }

  /** Usage of plain input and visible output only. */
  public static Usage of(long input, long output) {
    return new Usage(input, 0, 0, 0, 0, 0, output, 0, 0);
  }

  /** This usage with other extras. */
  public Usage with(Extras others) {
    return new Usage(
        inUncached,
        inCacheRead,
        inCacheWrite5m,
        inCacheWrite1h,
        inCacheWriteOther,
        inTool,
        outVisible,
        outReasoning,
        outOther,
        others);
  }

  /** What one meter counted, in its unit. */
  public long quantity(Meter meter) {
    return switch (meter) {
      case IN_UNCACHED -> inUncached;
      case IN_CACHE_READ -> inCacheRead;
      case IN_CACHE_WRITE_5M -> inCacheWrite5m;
      case IN_CACHE_WRITE_1H -> inCacheWrite1h;
      case IN_CACHE_WRITE_OTHER -> inCacheWriteOther;
      case IN_TOOL -> inTool;
      case OUT_VISIBLE -> outVisible;
      case OUT_REASONING -> outReasoning;
      case OUT_OTHER -> outOther;
      case IN_AUDIO,
          IN_AUDIO_CACHE_READ,
          IN_IMAGE,
          IN_VIDEO,
          OUT_AUDIO,
          OUT_IMAGE,
          CALLS,
          SEARCHES,
          IMAGES,
          AUDIO_MILLIS,
          VIDEO_MILLIS,
          CHARACTERS,
          PAGES,
          CACHE_TOKEN_HOURS,
          MINIMUM_CHARGE ->
          extras.quantity(meter);
    };
  }

  /** How many meters, in their order, may have counted something: those behind did not. */
  public int meters() {
    return extras.isEmpty() ? Meter.PLAIN : METERS;
  }

  /** All input tokens, cached or not. */
  public long totalInput() {
    return inUncached
        + inCacheRead
        + inCacheWrite5m
        + inCacheWrite1h
        + inCacheWriteOther
        + inTool
        + extras.input();
  }

  /** All input tokens that came from the provider's prompt cache. */
  public long totalCacheRead() {
    return inCacheRead + extras.quantity(Meter.IN_AUDIO_CACHE_READ);
  }

  /** All output tokens, visible or not. */
  public long totalOutput() {
    return outVisible + outReasoning + outOther + extras.output();
  }
}
