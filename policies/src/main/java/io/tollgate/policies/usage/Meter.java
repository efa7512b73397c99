package io.tollgate.policies.usage;

/**
 * A kind of token that is counted and priced on its own.
 *
 * <p>The meters are disjoint: each token of a call is in exactly one of them, so they may be
 * summed.
 */
public enum Meter {
  /** Input the provider read in full. */
  IN_UNCACHED("in_uncached", true),
  /** Input served from the provider's prompt cache. */
  IN_CACHE_READ("in_cache_read", true),
  /** Input written to a prompt cache that lives five minutes. */
  IN_CACHE_WRITE_5M("in_cache_write_5m", true),
  /** Input written to a prompt cache that lives one hour. */
  IN_CACHE_WRITE_1H("in_cache_write_1h", true),
  /** Input written to a prompt cache of another or unstated life. */
  IN_CACHE_WRITE_OTHER("in_cache_write_other", true),
  /** Input that the provider's own tools added. */
  IN_TOOL("in_tool", true),
  /** Output the caller can see. */
  OUT_VISIBLE("out_visible", false),
  /** Output spent on reasoning, billed but hidden or separate. */
  OUT_REASONING("out_reasoning", false),
  /** Billed output of another kind, such as rejected predictions or citations. */
  OUT_OTHER("out_other", false);

  private final String key;
  private final boolean input;

  Meter(String key, boolean input) {
    this.key = key;
    this.input = input;
  }

  /** The name in files, metrics and the ledger. */
  public String key() {
    return key;
  }

  /** Whether the meter counts input; otherwise it counts output. */
  public boolean isInput() {
    return input;
  }
}
