package io.tollgate.gateway.reconcile;

import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One line of an invoice or of a provider's report, as it states it.
 *
 * @param source the file
 * @param lineNumber the line in the file, from 1
 * @param day the first day that it is about, by the provider's calendar
 * @param lastDay the last day that it is about, mostly the same
 * @param model the provider's name of the model; empty where the line does not part by model
 * @param serviceTier the tier; empty where the line does not part by tier
 * @param meter the meter; {@code null} where the line does not part by meter. {@link
 *     Meter#OUT_VISIBLE} is all output where the provider does not part it
 * @param quantity tokens; {@code null} where not stated
 * @param amount what is billed, in the currency; 0 for {@link Kind#QUANTITY}
 * @param currency ISO 4217, upper case
 * @param description the provider's words for it; with {@link Kind#USAGE} and no model it is a line
 *     that was not understood
 * @param account the provider's account, project or key, else empty
 */
public record InvoiceLine(
    String source,
    int lineNumber,
    LocalDate day,
    LocalDate lastDay,
    String provider,
    String model,
    String serviceTier,
    @Nullable Meter meter,
    @Nullable BigDecimal quantity,
    BigDecimal amount,
    String currency,
    Kind kind,
    String description,
    String account) {

  /** What a line is. */
  public enum Kind {
    /** Work that is billed. */
    USAGE,
    /** A statement of quantities that bills nothing, such as a usage report beside an invoice. */
    QUANTITY,
    /** Money that is taken back. */
    CREDIT,
    /** Tax. */
    TAX,
    /** A charge for something else than tokens. */
    FEE
  }

  public InvoiceLine {
    if (lastDay.isBefore(day)) {
      throw new IllegalArgumentException(
          "days: " + day + " to " + lastDay + " (expected: the last not before the first)");
    }
  }

  /** Whether it bills work in words that were not understood. */
  boolean isUnmatched() {
    return kind == Kind.USAGE && model.isEmpty() && !description.isEmpty();
  }

  /** The same line of another provider. */
  public InvoiceLine of(String otherProvider) {
    return new InvoiceLine(
        source,
        lineNumber,
        day,
        lastDay,
        otherProvider,
        model,
        serviceTier,
        meter,
        quantity,
        amount,
        currency,
        kind,
        description,
        account);
  }
}
