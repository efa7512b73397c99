package io.tollgate.policies.usage;

/**
 * The tokens of one model call as a disjoint, non-negative partition; totals are derived.
 *
 * <p>Each component is the quantity of the {@link Meter} of the same name, in tokens.
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
    long outOther) {

  /** Tokens per meter beyond which a figure is not believed: no call reads or writes so many. */
  public static final long MAX_TOKENS = 1L << 31;

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

  private static void check(Meter meter, long tokens) {
    if (tokens < 0 || tokens > MAX_TOKENS) {
      throw new IllegalArgumentException(
          meter.key() + ": " + tokens + " tokens (expected: 0 to " + MAX_TOKENS + ")");
    }
  }

  /** Usage of plain input and visible output only. */
  public static Usage of(long input, long output) {
    return new Usage(input, 0, 0, 0, 0, 0, output, 0, 0);
  }

  /** The tokens counted by one meter. */
  public long tokens(Meter meter) {
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
    };
  }

  /** All input tokens, cached or not. */
  public long totalInput() {
    return inUncached + inCacheRead + inCacheWrite5m + inCacheWrite1h + inCacheWriteOther + inTool;
  }

  /** All output tokens, visible or not. */
  public long totalOutput() {
    return outVisible + outReasoning + outOther;
  }
}
