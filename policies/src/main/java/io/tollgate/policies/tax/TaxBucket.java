package io.tollgate.policies.tax;

/**
 * Where a billed pico-dollar went. Each is in exactly one of these, so that they add up to the
 * bill; the keys are part of the ledger and of reports.
 */
public enum TaxBucket {
  /** What the cheapest adequate model would have cost: the part of the bill that bought answers. */
  FLOOR("floor"),
  /** Paid above the floor for the model that answered. */
  PREMIUM("premium"),
  /** Input that the conversation had already paid for and that no cache served. */
  RESENT_CONTEXT("resent-context"),
  /** Output that was spent on reasoning. */
  REASONING("reasoning"),
  /** What cache writes cost above plain input, until something is read from the cache. */
  CACHE_WRITES_UNUSED("cache-writes-unused"),
  /** Attempts whose answer nobody got: failed, hedged, escalated. */
  RETRIES("retries"),
  /** Answers of which the client did not get the end. */
  ABORTED("aborted"),
  /** Judges and shadow runs. */
  MEASUREMENT("measurement"),
  /** Owned capacity that nobody used. */
  IDLE("idle"),
  /** Corrections and what reconciliation found. */
  VARIANCE("variance");

  private final String key;

  TaxBucket(String key) {
    this.key = key;
  }

  /** Its name in the ledger and in reports. */
  public String key() {
    return key;
  }

  /** Its place among all buckets, from 0: tables by bucket are arrays. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  /**
   * The bucket with a key.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static TaxBucket of(String key) {
    for (TaxBucket bucket : values()) {
      if (bucket.key.equals(key)) {
        return bucket;
      }
    }
    throw new IllegalArgumentException("\"" + key + "\" is not a bucket of the compute tax");
  }
}
