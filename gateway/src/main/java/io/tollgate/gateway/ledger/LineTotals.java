package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of lines of bills by the day: what exports and reconciliation are made of.
 *
 * <p>Not safe for use by several threads.
 */
final class LineTotals {

  private static final Meter[] METERS = Meter.values();
  private static final String DOLLARS = "USD";
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int SECONDS_PER_HOUR = 3_600;

  /** Stands for the price where only the estimate is known. */
  private static final String ESTIMATE = "estimate";

  /** Beyond so many kinds of bills the rows of all are looked for anew. */
  private static final int AT_HAND_MAX = 4_096;

  private final Dimensions dimensions;
  private final Map<LineKey, LineSums> rows = new HashMap<>();
  private final Map<LineRows.Kind, LineRows> atHand = new HashMap<>();

  LineTotals(Dimensions dimensions) {
    this.dimensions = dimensions;
  }

  void settle(long seq, Entry.Settle settle, OpenRequest request, Instant booked) {
    OpenRequest.Attempt attempt = request.attempt(settle.attempt());
    if (settle.amount() == null) {
      Usage usage = settle.usage();
      long payer = payer(request);
      for (Meter meter : METERS) {
        if (usage.quantity(meter) > 0) {
          Sku sku = unpriced(attempt, settle, meter);
          sums(seq, booked, LineKind.USAGE, payer, sku, false)
              .add(seq, usage.quantity(meter), hour(booked), Picodollars.ZERO, Picodollars.ZERO);
        }
      }
      return;
    }
    LineRows known = atHand(settle, attempt, request, booked);
    List<RatedLine> lines = settle.lines();
    for (int i = 0; i < lines.size(); i++) {
      RatedLine line = lines.get(i);
      LineSums sums = known.find(line);
      if (sums == null) {
        Sku sku = sku(attempt, settle, line);
        sums = sums(seq, booked, LineKind.USAGE, known.payer(), sku, true);
        known.keep(line, sums);
      }
      sums.add(seq, line.quantity(), hour(booked), line.list(), line.amount());
    }
  }

  private LineRows atHand(
      Entry.Settle settle, OpenRequest.Attempt attempt, OpenRequest request, Instant booked) {
    Service service = settle.service();
    Bill bill = settle.bill();
    LineRows.Kind kind =
        new LineRows.Kind(
            HourKey.day(booked),
            request.key(),
            request.accounts(),
            request.policy(),
            request.purpose(),
            attempt.deployment(),
            attempt.modelClass(),
            servedModel(attempt, service),
            textOf(service.tier()),
            textOf(service.region()),
            bill.priceVersion(),
            bill.conversion(),
            bill.funding(),
            settle.quality());
    LineRows known = atHand.get(kind);
    if (known == null) {
      if (atHand.size() >= AT_HAND_MAX) {
        atHand.clear();
      }
      // Numbered even where the bill has no lines: the numbers are those of the journal.
      known = new LineRows(payer(request));
      atHand.put(kind, known);
    }
    return known;
  }

  private static Sku sku(OpenRequest.Attempt attempt, Entry.Settle settle, RatedLine line) {
    Service service = settle.service();
    Bill bill = settle.bill();
    return new Sku(
        attempt.deployment(),
        attempt.modelClass(),
        servedModel(attempt, service),
        textOf(service.tier()),
        textOf(service.region()),
        line.meter().key(),
        bill.priceVersion(),
        line.unitPricePico(),
        line.listMultiplier().numerator(),
        line.listMultiplier().denominator(),
        line.multiplier().numerator(),
        line.multiplier().denominator(),
        bill.conversion().currency(),
        bill.conversion().usdPerUnit().numerator(),
        bill.conversion().usdPerUnit().denominator(),
        bill.funding().toString(),
        settle.quality().key());
  }

  /** The reason why there is no price may be worded anew for each call, so it is not kept here. */
  private static Sku unpriced(OpenRequest.Attempt attempt, Entry.Settle settle, Meter meter) {
    Service service = settle.service();
    return new Sku(
        attempt.deployment(),
        attempt.modelClass(),
        servedModel(attempt, service),
        textOf(service.tier()),
        textOf(service.region()),
        meter.key(),
        "",
        0,
        1,
        1,
        1,
        1,
        DOLLARS,
        1,
        1,
        settle.bill().funding().toString(),
        settle.quality().key());
  }

  private static String servedModel(OpenRequest.Attempt attempt, Service service) {
    String model = service.model();
    return model == null || isOf(attempt.deployment(), model) ? "" : model;
  }

  /** Whether a deployment's id ends with a slash and the model's name. */
  private static boolean isOf(String deployment, String model) {
    int slash = deployment.length() - model.length() - 1;
    return slash >= 0 && deployment.charAt(slash) == '/' && deployment.endsWith(model);
  }

  private static String textOf(@Nullable String text) {
    return text == null ? "" : text;
  }

  void expired(long seq, Entry.ExpireEstimate expired, OpenRequest request, Instant booked) {
    OpenRequest.Attempt attempt = request.attempt(expired.attempt());
    Picodollars amount = expired.amount();
    Sku sku =
        amounts(
            attempt.deployment(),
            attempt.modelClass(),
            amount == null ? "" : ESTIMATE,
            "invoice",
            UsageQuality.TOKENIZER_ESTIMATED.key());
    Usage usage = expired.usage();
    Picodollars known = amount == null ? Picodollars.ZERO : amount;
    sums(seq, booked, LineKind.IN_DOUBT, payer(request), sku, amount != null)
        .add(seq, usage.totalInput() + usage.totalOutput(), hour(booked), known, known);
  }

  void correct(long seq, BookEntry.Correct correct, Instant booked) {
    Sku sku =
        amounts(
            correct.deployment(),
            correct.modelClass(),
            "",
            correct.funding().toString(),
            SpendTotals.CORRECTED);
    LineKind kind =
        correct.cause() == BookEntry.Cause.RECONCILED ? LineKind.VARIANCE : LineKind.CORRECTION;
    Payer payer =
        new Payer(
            correct.key(), AccountNames.join(correct.accounts()), correct.policy(), Purpose.SERVE);
    LineKey key =
        new LineKey(
            HourKey.day(booked),
            correct.chargedFor().toString(),
            kind,
            dimensions.payers().of(payer),
            dimensions.skus().of(sku));
    rows.computeIfAbsent(key, _ -> new LineSums(true, seq))
        .add(seq, 0, hour(booked), correct.amount(), correct.amount());
  }

  void idle(long seq, BookEntry.CapacityHour hour, Instant booked) {
    Picodollars idle = hour.cost().minus(hour.absorbed());
    Sku sku =
        amounts(
            SpendTotals.IDLE + hour.pool(),
            "local",
            "",
            "owned:" + hour.pool(),
            HourKey.NOTHING_OWED);
    long payer = dimensions.payers().of(new Payer("", "", "", Purpose.SERVE));
    sums(seq, booked, LineKind.IDLE, payer, sku, true).add(seq, 0, hour(booked), idle, idle);
  }

  /** What is an amount alone, of no meter and at no price. */
  private static Sku amounts(
      String deployment, String modelClass, String priceVersion, String funding, String quality) {
    return new Sku(
        deployment,
        modelClass,
        "",
        "",
        "",
        "",
        priceVersion,
        0,
        1,
        1,
        1,
        1,
        DOLLARS,
        1,
        1,
        funding,
        quality);
  }

  private long payer(OpenRequest request) {
    return dimensions
        .payers()
        .of(
            new Payer(
                request.key(),
                AccountNames.join(request.accounts()),
                request.policy(),
                request.purpose()));
  }

  private LineSums sums(
      long seq, Instant booked, LineKind kind, long payer, Sku sku, boolean priced) {
    String day = HourKey.day(booked);
    LineKey key = new LineKey(day, day, kind, payer, dimensions.skus().of(sku));
    return rows.computeIfAbsent(key, _ -> new LineSums(priced, seq));
  }

  private static int hour(Instant at) {
    return Math.floorMod(at.getEpochSecond(), SECONDS_PER_DAY) / SECONDS_PER_HOUR;
  }

  Map<LineKey, LineSums> rows() {
    return rows;
  }
}
