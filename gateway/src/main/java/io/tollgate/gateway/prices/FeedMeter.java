package io.tollgate.gateway.prices;

import io.tollgate.policies.usage.Meter;
import java.util.Locale;

/** What a feed states a price per token of. */
public enum FeedMeter {
  /** Input that no cache served. */
  INPUT(Meter.IN_UNCACHED),
  /** Output the caller can see. */
  OUTPUT(Meter.OUT_VISIBLE),
  /** Input served from the provider's prompt cache. */
  CACHE_READ(Meter.IN_CACHE_READ),
  /** Input written to a prompt cache that lives five minutes. */
  CACHE_WRITE_5M(Meter.IN_CACHE_WRITE_5M),
  /** Input written to a prompt cache that lives one hour. */
  CACHE_WRITE_1H(Meter.IN_CACHE_WRITE_1H),
  /** Input written to a prompt cache of another or unstated life. */
  CACHE_WRITE(Meter.IN_CACHE_WRITE_OTHER),
  /** Input that the provider's own tools added. */
  TOOL_INPUT(Meter.IN_TOOL),
  /** Hidden output. */
  REASONING(Meter.OUT_REASONING),
  /** Output of another kind. */
  OTHER_OUTPUT(Meter.OUT_OTHER),
  /** Audio in the input. */
  AUDIO_INPUT(Meter.IN_AUDIO),
  /** Audio in the input, served from a prompt cache. */
  AUDIO_CACHE_READ(Meter.IN_AUDIO_CACHE_READ),
  /** Audio in the output. */
  AUDIO_OUTPUT(Meter.OUT_AUDIO),
  /** Images in the input, where they are billed by the token. */
  IMAGE_INPUT(Meter.IN_IMAGE),
  /** Images in the output, where they are billed by the token. */
  IMAGE_OUTPUT(Meter.OUT_IMAGE);

  private final Meter meter;
  private final String key;

  FeedMeter(Meter meter) {
    this.meter = meter;
    this.key = name().toLowerCase(Locale.ROOT);
  }

  /** The meter of the ledger. */
  Meter meter() {
    return meter;
  }

  /** The key in price files. */
  public String key() {
    return key;
  }

  /**
   * The meter of a price for cache writes whose life is not stated. Only Anthropic sells lives by
   * name, and the shorter is its plain one.
   */
  static FeedMeter plainWrite(String deployment) {
    return deployment.toLowerCase(Locale.ROOT).contains("claude") ? CACHE_WRITE_5M : CACHE_WRITE;
  }
}
