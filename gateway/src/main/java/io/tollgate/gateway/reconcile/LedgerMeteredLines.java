package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.LineKind;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.UsageQuality;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger's side of a reconciliation, from the lines of bills that its store sums up. */
public final class LedgerMeteredLines implements MeteredLines {

  /** What a provider's name of a meter is prefixed with in an account's name. */
  private static final String NO_ACCOUNT = "";

  /** Reads stores. */
  public LedgerMeteredLines() {}

  @Override
  public Metered read(Path ledger, Period period, Progress progress) {
    List<MeteredLine> lines = new ArrayList<>();
    List<EdgeLine> edges = new ArrayList<>();
    LocalDate first = period.first().minusDays(1);
    LocalDate end = period.last().plusDays(2);
    long days = ChronoUnit.DAYS.between(first, end);
    try (FinanceReport report = FinanceReport.open(ledger);
        Stream<ChargeLine> charges = report.lines(first, end)) {
      charges.forEach(charge -> {
        progress.at(ChronoUnit.DAYS.between(first, charge.day()), days);
        Meter meter = charge.meter();
        if (charge.kind() == LineKind.USAGE && meter != null && isInvoiced(charge)) {
          MeteredLine whole = line(charge, meter, charge.quantity());
          if (period.contains(charge.day())) {
            lines.add(whole);
          }
          addEdge(edges, false, charge, meter, charge.firstHourQuantity());
          addEdge(edges, true, charge, meter, charge.lastHourQuantity());
        }
      });
    }
    return new Metered(lines, edges);
  }

  /** What a commitment, a free tier or one's own machines pay for is on no invoice for usage. */
  private static boolean isInvoiced(ChargeLine charge) {
    return charge.funding().kind() == Funding.Kind.INVOICE;
  }

  private static void addEdge(
      List<EdgeLine> edges, boolean last, ChargeLine charge, Meter meter, BigInteger quantity) {
    if (quantity.signum() > 0) {
      edges.add(new EdgeLine(last, line(charge, meter, quantity)));
    }
  }

  private static MeteredLine line(ChargeLine charge, Meter meter, BigInteger quantity) {
    BigDecimal amount = part(charge, quantity);
    boolean estimated = !isReported(charge.usageQuality());
    return new MeteredLine(
        charge.day(),
        charge.provider(),
        model(charge),
        charge.serviceTier(),
        meter,
        quantity,
        amount,
        estimated ? quantity : BigInteger.ZERO,
        estimated && amount != null ? amount : BigDecimal.ZERO,
        charge.unitPricePico(),
        charge.multiplier(),
        charge.lines(),
        NO_ACCOUNT);
  }

  /** The amount of a part of the quantity; all of it is as booked, to the last digit. */
  private static @Nullable BigDecimal part(ChargeLine charge, BigInteger quantity) {
    BigDecimal amount = charge.amountUsd();
    return amount == null || quantity.equals(charge.quantity())
        ? amount
        : amount
            .multiply(new BigDecimal(quantity))
            .divide(new BigDecimal(charge.quantity()), Picodollars.SCALE, RoundingMode.HALF_EVEN);
  }

  private static String model(ChargeLine charge) {
    return charge.servedModel().isEmpty()
        ? charge.deployment().substring(charge.provider().length() + 1)
        : charge.servedModel();
  }

  private static boolean isReported(String quality) {
    return Arrays.stream(UsageQuality.values())
        .anyMatch(known -> known.key().equals(quality) && known.isReported());
  }
}
