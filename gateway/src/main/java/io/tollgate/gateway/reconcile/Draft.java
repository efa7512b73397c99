package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What all lines that come from one result of a report have in common. */
record Draft(Figures figures, LocalDate day, LocalDate lastDay, String provider, String account) {

  InvoiceLine line(
      String model,
      String tier,
      @Nullable Meter meter,
      @Nullable BigDecimal quantity,
      BigDecimal amount,
      String currency,
      Kind kind,
      String description) {
    return new InvoiceLine(
        figures.source(),
        figures.lineNumber(),
        day,
        lastDay,
        provider,
        model,
        tier,
        meter,
        quantity,
        amount,
        currency,
        kind,
        description,
        account);
  }

  /** A quantity that is stated and not billed; nothing where it is 0. */
  void quantity(
      String model, String tier, Meter meter, BigDecimal tokens, Consumer<InvoiceLine> to) {
    if (tokens.signum() != 0) {
      to.accept(
          line(model, tier, meter, tokens, BigDecimal.ZERO, "USD", Kind.QUANTITY, meter.key()));
    }
  }

  /** A number, or a text that is one; {@code null} where there is none. */
  @Nullable BigDecimal number(JsonNode node, String name) throws InvoiceException {
    JsonNode value = node.path(name);
    if (value.isNumber()) {
      return figures.bounded(name, value.decimalValue());
    }
    return value.isString() ? figures.decimal(name, value.asString()) : null;
  }

  /** A number of tokens; 0 where there is none. */
  BigDecimal count(JsonNode node, String name) throws InvoiceException {
    BigDecimal value = number(node, name);
    if (value == null) {
      return BigDecimal.ZERO;
    }
    if (value.signum() < 0) {
      throw figures.bad(name + ": " + Amounts.plain(value) + " (expected: >= 0)");
    }
    return value;
  }

  static long whole(Figures figures, String what, BigDecimal value) throws InvoiceException {
    try {
      return value.longValueExact();
    } catch (ArithmeticException fraction) {
      throw figures.bad(what + " is no whole number of seconds: " + Amounts.plain(value));
    }
  }
}
