package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a usage costs: exact lines, or the statement that there is no price for it. */
public sealed interface Rating {

  /** The total, or {@code null} when unpriced: an unknown price is never 0. */
  @Nullable Picodollars total();

  /**
   * A usage with a price for every meter it used.
   *
   * @param lines one line per used meter; empty when nothing was used
   * @param total the exact sum of the lines
   * @param priceVersion the price that was applied, e.g. {@code openai/gpt-5.6-terra@2026-07-30}
   * @param conversion how the prices were turned into dollars
   * @param funding who pays for it
   */
  record Priced(
      List<RatedLine> lines,
      Picodollars total,
      String priceVersion,
      Conversion conversion,
      Funding funding)
      implements Rating {
    public Priced {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A usage without a price.
   *
   * @param reason what is missing, for the alert and the suspense account
   */
  record Unpriced(String reason) implements Rating {
    @Override
    public @Nullable Picodollars total() {
      return null;
    }
  }
}
