package io.tollgate.gateway.prices;

import io.tollgate.policies.usage.Meter;
import java.util.Locale;
import java.util.Optional;

/** What costs something and is not counted in tokens. Feeds do not state it; it is kept. */
enum FeeKind {
  PER_CALL(Meter.CALLS, 1),
  PER_SEARCH(Meter.SEARCHES, 1),
  PER_IMAGE(Meter.IMAGES, 1),
  PER_AUDIO_SECOND(Meter.AUDIO_MILLIS, 1_000),
  PER_VIDEO_SECOND(Meter.VIDEO_MILLIS, 1_000),
  PER_MILLION_CHARACTERS(Meter.CHARACTERS, 1_000_000),
  PER_PAGE(Meter.PAGES, 1),
  PER_MILLION_TOKEN_HOURS(Meter.CACHE_TOKEN_HOURS, 1_000_000),
  MINIMUM_CHARGE(Meter.MINIMUM_CHARGE, 1);

  private static final long PICO_PER_MILLIONTH = 1_000_000;

  private final Meter meter;
  private final long units;

  FeeKind(Meter meter, long units) {
    this.meter = meter;
    this.units = units;
  }

  Meter meter() {
    return meter;
  }

  /** The key in price files. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A price as its key states it, in millionths of a dollar; empty where it has smaller parts.
   *
   * @param pico trillionths of a dollar per unit of the meter
   */
  Optional<Long> millionths(long pico) {
    long total = Math.multiplyExact(pico, units);
    return total % PICO_PER_MILLIONTH == 0
        ? Optional.of(total / PICO_PER_MILLIONTH)
        : Optional.empty();
  }
}
