package io.tollgate.gateway.capacity;

import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.capacity.Throughput;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of its time a pool worked, and how fast it is.
 *
 * <p>Where its throughput is configured, its work is the time that its tokens take at that speed.
 * Else it is the time that its requests took, divided by how many it serves at the same time, and
 * its throughput is what came of that time: lightly loaded, engines write each request faster than
 * under full load, so that this is nearer to the best than to the usual.
 *
 * @param hours of its life, at least 0
 * @param work what it did in them
 */
public record PoolUse(Pool pool, long hours, Work work) {

  private static final int DECIMALS = 6;
  private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);
  private static final BigDecimal JOULES_PER_KILOJOULE = BigDecimal.valueOf(1_000);

  /**
   * The use of a pool in the hours of a stretch of time.
   *
   * @param log what pools did, of any pool and hour
   */
  public static PoolUse of(Pool pool, Instant from, Instant to, Collection<PoolHour> log) {
    Work work =
        log.stream()
            .filter(hour ->
                hour.pool().equals(pool.name())
                    && !hour.hour().isBefore(from)
                    && hour.hour().isBefore(to))
            .map(PoolHour::work)
            .reduce(Work.NONE, Work::plus);
    return new PoolUse(pool, pool.hours(from, to), work);
  }

  /** Seconds in which the whole pool worked, to the microsecond. */
  public BigDecimal busySeconds() {
    Throughput known = pool.throughput();
    return known != null
        ? known.seconds(work.prefillTokens(), work.decodeTokens())
        : BigDecimal.valueOf(work.micros())
            .divide(
                MICROS_PER_SECOND.multiply(BigDecimal.valueOf(pool.parallel())),
                DECIMALS,
                RoundingMode.HALF_EVEN);
  }

  /** The share of its time that it worked; {@code null} where nothing was measured. */
  public @Nullable BigDecimal utilisation() {
    return hours == 0 || work.isNone()
        ? null
        : busySeconds()
            .divide(
                SECONDS_PER_HOUR.multiply(BigDecimal.valueOf(hours)),
                DECIMALS,
                RoundingMode.HALF_EVEN);
  }

  /** Tokens of input that it reads in a second at full load; {@code null} where not measured. */
  public @Nullable BigDecimal prefillPerSecond() {
    Throughput known = pool.throughput();
    return known != null
        ? known.prefillPerSecond()
        : speed(work.prefillTokens(), work.prefillMicros());
  }

  /** Tokens of output that it writes in a second at full load; {@code null} where not measured. */
  public @Nullable BigDecimal decodePerSecond() {
    Throughput known = pool.throughput();
    return known != null
        ? known.decodePerSecond()
        : speed(work.decodeTokens(), work.decodeMicros());
  }

  private @Nullable BigDecimal speed(long tokens, long micros) {
    return tokens == 0 || micros == 0
        ? null
        : BigDecimal.valueOf(tokens)
            .multiply(MICROS_PER_SECOND)
            .multiply(BigDecimal.valueOf(pool.parallel()))
            .divide(BigDecimal.valueOf(micros), DECIMALS, RoundingMode.HALF_EVEN);
  }

  /**
   * Joules that a token takes at a speed, with what the building adds; {@code null} where the power
   * or the speed is not known. {@code kW · PUE · 1000 / T}.
   */
  @Nullable BigDecimal joulesPerToken(@Nullable BigDecimal tokensPerSecond) {
    return pool.power() == null || tokensPerSecond == null || tokensPerSecond.signum() == 0
        ? null
        : pool.power()
            .totalKw()
            .multiply(JOULES_PER_KILOJOULE)
            .divide(tokensPerSecond, 2 * DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** How its speed and its work are known, in words. */
  public String basis() {
    if (pool.throughput() != null) {
      return "configured throughput";
    }
    if (work.isNone()) {
      return "nothing measured";
    }
    long timed = work.timed();
    if (timed == work.requests()) {
      return "engine timings";
    }
    String estimate = "estimated from the time to the first token and the whole time";
    return timed == 0
        ? estimate
        : "engine timings of %d of %d requests, the others %s"
            .formatted(timed, work.requests(), estimate);
  }

  /** The uses of pools, in their order. */
  public static List<PoolUse> of(
      Collection<Pool> pools, Instant from, Instant to, Collection<PoolHour> log) {
    return pools.stream().map(pool -> of(pool, from, to, log)).toList();
  }
}
