package io.tollgate.gateway.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** How figures of pools are written. */
final class CapacityText {

  private static final int BAR_WIDTH = 40;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private CapacityText() {}

  /** JSON in which no amount has an exponent. */
  static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  /** All digits, without exponent; {@code not measured} where there is no figure. */
  static String plain(@Nullable BigDecimal number) {
    if (number == null) {
      return "not measured";
    }
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** A share as a percentage with one decimal. */
  static String percent(@Nullable BigDecimal share) {
    return share == null
        ? "not measured"
        : share.movePointRight(2).setScale(1, RoundingMode.HALF_EVEN).toPlainString() + " %";
  }

  /** A bar as long as a share of the whole width; full where it is more. */
  static String bar(@Nullable BigDecimal share) {
    int width =
        share == null
            ? 0
            : Math.clamp(
                share
                    .multiply(BigDecimal.valueOf(BAR_WIDTH))
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValue(),
                0,
                BAR_WIDTH);
    return "#".repeat(width) + ".".repeat(BAR_WIDTH - width);
  }

  /** A share of a whole; {@code null} of nothing. */
  static @Nullable BigDecimal share(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0 ? null : part.divide(whole, 6, RoundingMode.HALF_EVEN);
  }
}
