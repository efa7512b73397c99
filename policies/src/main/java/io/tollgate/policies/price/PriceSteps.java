package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price table made ready for rating: its tiers from below, each with what is paid of every list
 * price. Immutable.
 */
final class PriceSteps {

  private static final Meter[] METERS = Meter.values();

  /**
   * The order in which the tokens of a request fill marginal tiers; see {@link PriceTable.Mode}.
   */
  private static final Meter[] LAYOUT = {
    Meter.IN_CACHE_READ,
    Meter.IN_AUDIO_CACHE_READ,
    Meter.IN_CACHE_WRITE_5M,
    Meter.IN_CACHE_WRITE_1H,
    Meter.IN_CACHE_WRITE_OTHER,
    Meter.IN_UNCACHED,
    Meter.IN_IMAGE,
    Meter.IN_VIDEO,
    Meter.IN_AUDIO,
    Meter.IN_TOOL
  };

  private final boolean marginal;

  /** Whether list prices are paid as they are, so that nothing but a multiplier makes fractions. */
  private final boolean whole;

  private final PriceStep[] steps;

  private PriceSteps(boolean marginal, boolean whole, PriceStep[] steps) {
    this.marginal = marginal;
    this.whole = whole;
    this.steps = steps;
  }

  static PriceSteps of(PriceTable table, Contract contract, boolean free) {
    List<ContextTier> tiers = table.tiers().reversed();
    PriceStep[] steps = new PriceStep[tiers.size() + 1];
    steps[0] = PriceStep.of(0, table.rates(), contract, free);
    for (int i = 1; i < steps.length; i++) {
      ContextTier tier = tiers.get(i - 1);
      steps[i] = PriceStep.of(tier.aboveInput(), tier.rates(), contract, free);
    }
    return new PriceSteps(
        table.mode() == PriceTable.Mode.MARGINAL && steps.length > 1,
        contract.equals(Contract.LIST),
        steps);
  }

  /** The step below every tier, whose fees are those of all. */
  PriceStep first() {
    return steps[0];
  }

  /** The step of a request with so much input. */
  PriceStep at(long input) {
    int i = steps.length - 1;
    while (i > 0 && input <= steps[i].above()) {
      i--;
    }
    return steps[i];
  }

  /**
   * Adds an item per used meter, and one per tier that it fills in marginal mode; fees per call and
   * the minimum charge are not added.
   *
   * @param scaled what list prices of a model's work are multiplied by
   * @param fees what other list prices are multiplied by
   * @return the meter that was used and has no price, or {@code null}
   */
  @Nullable Meter addTo(BillItems items, Usage usage, Ratio scaled, Ratio fees) {
    if (marginal) {
      return addMarginally(items, usage, scaled, fees);
    }
    PriceStep step = at(usage.totalInput());
    return addAll(items, usage, step, scaled, fees, false);
  }

  private static @Nullable Meter addAll(
      BillItems items,
      Usage usage,
      PriceStep step,
      Ratio scaled,
      Ratio fees,
      boolean withoutInput) {
    int end = usage.extras().isEmpty() ? Meter.PLAIN : METERS.length;
    for (int i = 0; i < end; i++) {
      Meter meter = METERS[i];
      long quantity = usage.quantity(meter);
      if (quantity == 0 || meter == Meter.CALLS || (withoutInput && meter.isInput())) {
        continue;
      }
      if (!step.isPriced(meter)) {
        return meter;
      }
      items.add(step, meter, quantity, PriceStep.isFee(meter) ? fees : scaled);
    }
    return null;
  }

  private @Nullable Meter addMarginally(BillItems items, Usage usage, Ratio scaled, Ratio fees) {
    long before = 0;
    int i = 0;
    for (Meter meter : LAYOUT) {
      long left = usage.quantity(meter);
      while (left > 0) {
        long room = i + 1 < steps.length ? steps[i + 1].above() - before : Long.MAX_VALUE;
        if (room == 0) {
          i++;
          continue;
        }
        if (!steps[i].isPriced(meter)) {
          return meter;
        }
        long quantity = Math.min(left, room);
        items.add(steps[i], meter, quantity, scaled);
        before += quantity;
        left -= quantity;
      }
    }
    return addAll(items, usage, steps[0], scaled, fees, true);
  }

  /**
   * What a call's tokens cost at most, in pico-dollars.
   *
   * @param multiplier what prices are multiplied by, before the contract
   * @throws ArithmeticException where it is more than one amount holds
   */
  long most(UsageBound bound, Ratio multiplier) {
    long most = 0;
    long below = 0;
    long roundings = 0;
    for (int i = 0; i < steps.length && (i == 0 || bound.input() > steps[i].above()); i++) {
      long reach =
          i + 1 < steps.length ? Math.min(bound.input(), steps[i + 1].above()) : bound.input();
      PriceStep output = steps[marginal ? 0 : i];
      long filled = marginal ? reach - steps[i].above() : reach;
      long input = Math.addExact(below, steps[i].mostInput(filled, bound.media(), multiplier));
      most =
          Math.max(
              most,
              Math.addExact(input, output.mostOutput(bound.output(), bound.media(), multiplier)));
      below = marginal ? input : 0;
      // Every line of a bill may be rounded up by half a pico-dollar.
      roundings += whole && multiplier.isOne() ? 0 : METERS.length;
    }
    return Math.addExact(most, roundings);
  }
}
