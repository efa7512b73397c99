package io.tollgate.gateway.capacity;

import io.tollgate.gateway.ledger.CapacityRow;
import io.tollgate.policies.capacity.BreakEven;
import io.tollgate.policies.capacity.FallingPrice;
import io.tollgate.policies.capacity.HourlyCost;
import io.tollgate.policies.capacity.UnitCost;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a pool came to: its money as booked, its work as measured, and when owning it pays.
 *
 * @param use its work
 * @param cost what it costs in an hour, as configured now
 * @param booked what is in the books
 * @param rent against renting, or {@code null} where no rent was named
 * @param apis against the cheapest seller of each of its models
 */
public record PoolReport(
    PoolUse use,
    HourlyCost cost,
    CapacityRow booked,
    @Nullable BreakEven rent,
    List<ApiBreakEven> apis) {

  private static final int MONTHS_MAX = 120;
  private static final int MONTHS_UNKNOWN = 36;

  public PoolReport {
    apis = List.copyOf(apis);
  }

  /**
   * The report of a pool.
   *
   * @param offers the cheapest offer of each of its models
   * @param rentPerGpuHour dollars, or {@code null}
   * @param fallPerYear the share by which prices elsewhere fall, 0 to 1
   */
  public static PoolReport of(
      PoolUse use,
      @Nullable CapacityRow booked,
      List<ApiOffer> offers,
      @Nullable BigDecimal rentPerGpuHour,
      BigDecimal fallPerYear) {
    HourlyCost cost = HourlyCost.of(use.pool());
    return new PoolReport(
        use,
        cost,
        booked == null
            ? new CapacityRow(use.pool().name(), 0, BigDecimal.ZERO, BigDecimal.ZERO)
            : booked,
        rentPerGpuHour == null
            ? null
            : BreakEven.againstRent(
                cost, use.pool().gpus(), new FallingPrice(rentPerGpuHour, fallPerYear)),
        offers.stream()
            .map(offer -> ApiBreakEven.of(use, cost, offer, fallPerYear))
            .filter(Objects::nonNull)
            .toList());
  }

  /** Dollars per million tokens of input at a utilisation; {@code null} where not measured. */
  public @Nullable BigDecimal inputPerMillion(@Nullable BigDecimal utilisation) {
    return perMillion(cost.total(), use.prefillPerSecond(), utilisation);
  }

  /** Dollars per million tokens of output at a utilisation; {@code null} where not measured. */
  public @Nullable BigDecimal outputPerMillion(@Nullable BigDecimal utilisation) {
    return perMillion(cost.total(), use.decodePerSecond(), utilisation);
  }

  /** Dollars of energy per million tokens of input; {@code null} where not known. */
  public @Nullable BigDecimal energyInputPerMillion() {
    return energy(use.prefillPerSecond());
  }

  /** Dollars of energy per million tokens of output; {@code null} where not known. */
  public @Nullable BigDecimal energyOutputPerMillion() {
    return energy(use.decodePerSecond());
  }

  private @Nullable BigDecimal energy(@Nullable BigDecimal speed) {
    return use.pool().power() == null ? null : perMillion(cost.energy(), speed, BigDecimal.ONE);
  }

  private static @Nullable BigDecimal perMillion(
      Picodollars perHour, @Nullable BigDecimal speed, @Nullable BigDecimal utilisation) {
    return speed == null || speed.signum() == 0 || utilisation == null || utilisation.signum() == 0
        ? null
        : UnitCost.perMillion(perHour, speed, utilisation);
  }

  /** Months that its life still has, 1 to 120; 36 where no end is known. */
  public int monthsLeft(Instant now) {
    Instant end = use.pool().to();
    return end == null
        ? MONTHS_UNKNOWN
        : Math.clamp(
            Math.ceilDiv(Duration.between(now, end).toHours(), HourlyCost.HOURS_PER_MONTH),
            1,
            MONTHS_MAX);
  }
}
