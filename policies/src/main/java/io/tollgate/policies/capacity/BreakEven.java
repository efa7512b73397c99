package io.tollgate.policies.capacity;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From which utilisation on owning costs no more than buying by the use, and until when.
 *
 * <p>With {@code F} dollars an hour that are owed however much is done, and {@code p} that an hour
 * of full use would cost elsewhere, less {@code c} that it costs here on top of {@code F}: {@code
 * u* = F / (p - c)}. Over 1 it never pays. In tokens it is {@code V* = F_month / (p - c)} with
 * prices by the token, which is the same with {@code u*} times what the pool makes in a month.
 *
 * @param standing dollars an hour that are owed anyway
 * @param marginal dollars that an hour of full use costs on top
 * @param elsewhere dollars that an hour of full use costs elsewhere, and how they fall
 */
public record BreakEven(Picodollars standing, BigDecimal marginal, FallingPrice elsewhere) {

  /** Decimals of a utilisation. */
  public static final int DECIMALS = 6;

  public BreakEven {
    Checks.notNegative("marginal cost", marginal);
  }

  /**
   * Against machines rented by the hour for the hours that they are needed.
   *
   * @param cost of a pool
   * @param gpus how many it has
   * @param rent dollars for one of the rented machines, an hour
   */
  public static BreakEven againstRent(HourlyCost cost, int gpus, FallingPrice rent) {
    return new BreakEven(
        cost.total(),
        BigDecimal.ZERO,
        new FallingPrice(rent.start().multiply(BigDecimal.valueOf(gpus)), rent.sharePerYear()));
  }

  /**
   * A month of the future.
   *
   * @param month 0 is the present one
   * @param elsewhere dollars that an hour of full use costs elsewhere then
   * @param utilisation from which owning pays; {@code null} where it never does, since the use
   *     alone costs more here
   */
  public record Month(int month, BigDecimal elsewhere, @Nullable BigDecimal utilisation) {

    /** Whether owning pays at a utilisation. */
    public boolean paysAt(BigDecimal measured) {
      return utilisation != null && utilisation.compareTo(measured) <= 0;
    }
  }

  /** How it is after so many months. */
  public Month after(int months) {
    Fraction price = elsewhere.after(months);
    Fraction gain = price.minus(Fraction.of(marginal));
    return new Month(
        months,
        price.rounded(DECIMALS),
        gain.signum() <= 0 ? null : Fraction.of(standing).over(gain).rounded(DECIMALS));
  }

  /** How it is in each of so many months, from the present one on. */
  public List<Month> months(int count) {
    List<Month> months = new ArrayList<>(count);
    for (int month = 0; month < count; month++) {
      months.add(after(month));
    }
    return months;
  }

  /**
   * The first of so many months in which owning does not pay, from the present one on; {@code null}
   * where it does in all of them. Prices only fall, so it does in none after it.
   */
  public @Nullable Integer stopsPaying(BigDecimal measured, int count) {
    return months(count).stream()
        .filter(month -> !month.paysAt(measured))
        .map(Month::month)
        .findFirst()
        .orElse(null);
  }
}
