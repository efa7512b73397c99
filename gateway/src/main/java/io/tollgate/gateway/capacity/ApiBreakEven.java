package io.tollgate.gateway.capacity;

import io.tollgate.policies.capacity.BreakEven;
import io.tollgate.policies.capacity.FallingPrice;
import io.tollgate.policies.capacity.HourlyCost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * From how many tokens a month on a pool costs no more than the same model behind an API.
 *
 * <p>Of the work that was measured, with its share of input, of cache and of output; where only the
 * speed is configured, of output alone.
 *
 * @param offer what is asked there
 * @param breakEven utilisation of the pool from which it pays, and how it moves
 * @param outputPerHour tokens of output of an hour of full use, with the input that goes with them
 * @param outputOnly whether no work was measured
 */
public record ApiBreakEven(
    ApiOffer offer, BreakEven breakEven, BigDecimal outputPerHour, boolean outputOnly) {

  private static final int DECIMALS = 12;
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

  /** The comparison with an offer; {@code null} where neither work nor a speed is known. */
  static @Nullable ApiBreakEven of(
      PoolUse use, HourlyCost cost, ApiOffer offer, BigDecimal fallPerYear) {
    BigDecimal busy = use.busySeconds();
    if (busy.signum() > 0) {
      return new ApiBreakEven(
          offer,
          against(cost, perHour(offer.dollars(use.work()), busy), fallPerYear),
          perHour(BigDecimal.valueOf(use.work().decodeTokens()), busy),
          false);
    }
    BigDecimal speed = use.decodePerSecond();
    if (speed == null) {
      return null;
    }
    BigDecimal output = speed.multiply(SECONDS_PER_HOUR);
    BigDecimal dollars = offer.output().multiply(output).movePointLeft(6);
    return new ApiBreakEven(offer, against(cost, dollars, fallPerYear), output, true);
  }

  private static BreakEven against(HourlyCost cost, BigDecimal dollars, BigDecimal fallPerYear) {
    return new BreakEven(
        cost.standing(), cost.energy().dollars(), new FallingPrice(dollars, fallPerYear));
  }

  private static BigDecimal perHour(BigDecimal amount, BigDecimal seconds) {
    return amount.multiply(SECONDS_PER_HOUR).divide(seconds, DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** Tokens of output a month from which it pays; {@code null} where it does at no volume. */
  public @Nullable BigDecimal outputPerMonth() {
    BigDecimal utilisation = breakEven.after(0).utilisation();
    return utilisation == null
        ? null
        : utilisation
            .multiply(outputPerHour)
            .multiply(BigDecimal.valueOf(HourlyCost.HOURS_PER_MONTH))
            .setScale(0, RoundingMode.HALF_EVEN);
  }

  /** Whether the pool can make that many. */
  public boolean isFeasible() {
    BigDecimal utilisation = breakEven.after(0).utilisation();
    return utilisation != null && utilisation.compareTo(BigDecimal.ONE) <= 0;
  }
}
