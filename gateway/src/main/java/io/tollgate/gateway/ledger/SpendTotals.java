package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.tax.ComputeTax;
import io.tollgate.policies.tax.TaxBucket;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of spend and of the compute tax, by the hour and by the day.
 *
 * <p>Not safe for use by several threads.
 */
final class SpendTotals {

  /** The quality of what is no usage but a correction. */
  static final String CORRECTED = "correction";

  /** Where owned capacity that nobody used stands among deployments: this and the pool's name. */
  static final String IDLE = "idle/";

  private static final TaxBucket[] BUCKETS = TaxBucket.values();

  /** Beyond so many kinds of attempts the rows of all are looked for anew. */
  private static final int AT_HAND_MAX = 4_096;

  private final Map<HourKey, HourSums> hours = new HashMap<>();
  private final Map<DayKey, DaySums> days = new HashMap<>();
  private final Map<TaxHourKey, TaxSums> taxHours = new HashMap<>();
  private final Map<TaxDayKey, TaxSums> taxDays = new HashMap<>();
  private final Map<SpendRows.Kind, SpendRows> atHand = new HashMap<>();

  /** Whom sums by the day are kept for: everything, the cost centre, each account. */
  static List<String> accounts(String key, List<String> accounts) {
    List<String> all = new ArrayList<>(accounts.size() + 2);
    all.add(DayKey.EVERYTHING);
    all.add(CostCentre.PREFIX + CostCentre.of(key, accounts));
    all.addAll(accounts);
    return all;
  }

  void settle(Entry.Settle settle, OpenRequest request, Instant booked) {
    OpenRequest.Attempt attempt = request.attempt(settle.attempt());
    Picodollars amount = settle.amount();
    SpendRows rows =
        rows(
            HourKey.of(booked, request, attempt, settle.quality(), amount != null),
            request,
            booked);
    rows.hour().add(true, settle.last(), false, settle.usage(), amount);
    boolean reported = settle.quality().isReported();
    addToDays(rows, settle.last(), settle.usage(), reported, amount, settle.bill().list());
    ComputeTax tax = TaxRule.of(request.purpose(), settle);
    if (tax != null) {
      addTax(rows, tax);
    }
  }

  void expired(Entry.ExpireEstimate expired, OpenRequest request, Instant booked) {
    OpenRequest.Attempt attempt = request.attempt(expired.attempt());
    Picodollars amount = expired.amount();
    SpendRows rows =
        rows(
            HourKey.of(booked, request, attempt, UsageQuality.TOKENIZER_ESTIMATED, amount != null),
            request,
            booked);
    rows.hour().add(true, expired.last(), false, expired.usage(), amount);
    PicodollarSum atList = new PicodollarSum();
    if (amount != null) {
      atList.add(amount);
      addTax(rows, ComputeTax.whole(TaxRule.ofExpired(request.purpose()), amount));
    }
    addToDays(rows, expired.last(), expired.usage(), false, amount, atList);
  }

  void voided(Entry.Voided voided, OpenRequest request, Instant booked) {
    boolean any = voided.attempt() > 0;
    OpenRequest.@Nullable Attempt attempt = any ? request.attempt(voided.attempt()) : null;
    SpendRows rows = rows(HourKey.of(booked, request, attempt, null, true), request, booked);
    rows.hour().add(any, voided.last(), true, Usage.NONE, Picodollars.ZERO);
    if (voided.last()) {
      rows.days().forEach(DaySums::endRequest);
    }
  }

  private SpendRows rows(HourKey hour, OpenRequest request, Instant booked) {
    SpendRows.Kind kind = new SpendRows.Kind(hour, request.accounts());
    SpendRows known = atHand.get(kind);
    if (known == null) {
      if (atHand.size() >= AT_HAND_MAX) {
        atHand.clear();
      }
      known = new SpendRows(this, kind, booked);
      atHand.put(kind, known);
    }
    return known;
  }

  private static void addToDays(
      SpendRows rows,
      boolean last,
      Usage usage,
      boolean reported,
      @Nullable Picodollars amount,
      PicodollarSum atList) {
    List<DaySums> days = rows.days();
    for (int i = 0; i < days.size(); i++) {
      days.get(i).add(last, usage, reported, amount, atList);
    }
  }

  private static void addTax(SpendRows rows, ComputeTax tax) {
    for (TaxBucket bucket : BUCKETS) {
      long pico = tax.pico(bucket);
      if (pico != 0) {
        List<TaxSums> sums = rows.taxes(bucket);
        for (int i = 0; i < sums.size(); i++) {
          sums.get(i).add(pico);
        }
      }
    }
  }

  void correct(BookEntry.Correct correct, Instant booked) {
    String provider = HourKey.provider(correct.deployment());
    HourSums hour = hour(corrected(correct, booked, true));
    hour.correct(correct.amount());
    if (correct.pricesUnpriced()) {
      hour.move(1, correct.lines());
      hour(corrected(correct, booked, false)).move(-1, correct.lines());
    }
    String day = HourKey.day(booked);
    for (String account : accounts(correct.key(), correct.accounts())) {
      day(new DayKey(
              account,
              day,
              correct.deployment(),
              provider,
              correct.modelClass(),
              correct.policy(),
              Purpose.SERVE))
          .correct(correct);
      taxDay(
              new TaxDayKey(
                  account, day, correct.deployment(), correct.policy(), TaxBucket.VARIANCE))
          .add(correct.amount().pico());
    }
    taxHour(
            new TaxHourKey(
                HourKey.hour(booked),
                correct.key(),
                correct.policy(),
                correct.deployment(),
                TaxBucket.VARIANCE))
        .add(correct.amount().pico());
  }

  private static HourKey corrected(BookEntry.Correct correct, Instant booked, boolean priced) {
    return new HourKey(
        HourKey.hour(booked),
        correct.key(),
        correct.policy(),
        correct.deployment(),
        HourKey.provider(correct.deployment()),
        correct.modelClass(),
        CORRECTED,
        Purpose.SERVE,
        priced);
  }

  /** What a pool cost and nobody was charged for: it belongs to no key and no policy. */
  void idle(BookEntry.CapacityHour hour, Instant booked) {
    Picodollars idle = hour.cost().minus(hour.absorbed());
    String deployment = IDLE + hour.pool();
    String provider = HourKey.provider(deployment);
    String local = "local";
    hour(new HourKey(
            HourKey.hour(booked),
            "",
            "",
            deployment,
            provider,
            local,
            HourKey.NOTHING_OWED,
            Purpose.SERVE,
            true))
        .correct(idle);
    String day = HourKey.day(booked);
    for (String account :
        List.of(DayKey.EVERYTHING, CostCentre.PREFIX + deployment, "pool:" + hour.pool())) {
      day(new DayKey(account, day, deployment, provider, local, "", Purpose.SERVE)).idle(idle);
      taxDay(new TaxDayKey(account, day, deployment, "", TaxBucket.IDLE)).add(idle.pico());
    }
    taxHour(new TaxHourKey(HourKey.hour(booked), "", "", deployment, TaxBucket.IDLE))
        .add(idle.pico());
  }

  HourSums hour(HourKey key) {
    return hours.computeIfAbsent(key, k -> new HourSums(k.priced()));
  }

  DaySums day(DayKey key) {
    return days.computeIfAbsent(key, _ -> new DaySums());
  }

  TaxSums taxHour(TaxHourKey key) {
    return taxHours.computeIfAbsent(key, _ -> new TaxSums());
  }

  TaxSums taxDay(TaxDayKey key) {
    return taxDays.computeIfAbsent(key, _ -> new TaxSums());
  }

  Map<HourKey, HourSums> hours() {
    return hours;
  }

  Map<DayKey, DaySums> days() {
    return days;
  }

  /** The sums by the day, summed up by the month. */
  Map<MonthKey, DaySums> months() {
    Map<MonthKey, DaySums> months = new HashMap<>();
    days.forEach(
        (day, sums) -> months.computeIfAbsent(MonthKey.of(day), _ -> new DaySums()).add(sums));
    return months;
  }

  Map<TaxHourKey, TaxSums> taxHours() {
    return taxHours;
  }

  Map<TaxDayKey, TaxSums> taxDays() {
    return taxDays;
  }
}
