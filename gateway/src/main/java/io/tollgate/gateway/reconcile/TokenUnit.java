package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How many tokens a unit of an invoice is. */
final class TokenUnit {

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private TokenUnit() {}

  /** Tokens to the unit; {@code null} if it is no unit of tokens. */
  static @Nullable BigDecimal tokens(String unit) {
    String plain = unit.strip().toLowerCase(Locale.ROOT).replace(",", "").replace(" ", "");
    return switch (plain) {
      case "", "token", "tokens" -> BigDecimal.ONE;
      case "1ktokens", "ktokens", "1000tokens", "1k" -> THOUSAND;
      case "1mtokens", "mtokens", "1000000tokens", "milliontokens", "1milliontokens", "1m" ->
          MILLION;
      default -> null;
    };
  }
}
