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

  private final Map<HourKey, HourSums> hours = new HashMap<>();
  private final Map<DayKey, DaySums> days = new HashMap<>();
  private final Map<TaxHourKey, TaxSums> taxHours = new HashMap<>();
  private final Map<TaxDayKey, TaxSums> taxDays = new HashMap<>();

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
    List<String> accounts = accounts(request.key(), request.accounts());
    hour(HourKey.of(booked, request, attempt, settle.quality(), amount != null))
        .add(true, settle.last(), false, settle.usage(), amount);
    days(
        accounts,
        request,
        attempt,
        booked,
        settle.last(),
        settle.usage(),
        settle.quality().isReported(),
        amount,
        settle.bill().list());
    ComputeTax tax = TaxRule.of(request.purpose(), settle);
    if (tax != null) {
      tax(accounts, request, attempt.deployment(), booked, tax);
    }
  }

  void expired(Entry.ExpireEstimate expired, OpenRequest request, Instant booked) {
    OpenRequest.Attempt attempt = request.attempt(expired.attempt());
    Picodollars amount = expired.amount();
    List<String> accounts = accounts(request.key(), request.accounts());
    hour(HourKey.of(booked, request, attempt, UsageQuality.TOKENIZER_ESTIMATED, amount != null))
        .add(true, expired.last(), false, expired.usage(), amount);
    PicodollarSum atList = new PicodollarSum();
    if (amount != null) {
      atList.add(amount);
      tax(
          accounts,
          request,
          attempt.deployment(),
          booked,
          ComputeTax.whole(TaxRule.ofExpired(request.purpose()), amount));
    }
    days(
        accounts, request, attempt, booked, expired.last(), expired.usage(), false, amount, atList);
  }

  void voided(Entry.Voided voided, OpenRequest request, Instant booked) {
    boolean any = voided.attempt() > 0;
    OpenRequest.@Nullable Attempt attempt = any ? request.attempt(voided.attempt()) : null;
    hour(HourKey.of(booked, request, attempt, null, true))
        .add(any, voided.last(), true, Usage.NONE, Picodollars.ZERO);
    if (voided.last()) {
      for (String account : accounts(request.key(), request.accounts())) {
        day(account, request, attempt, booked).endRequest();
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
      days.computeIfAbsent(
              new DayKey(
                  account,
                  day,
                  correct.deployment(),
                  provider,
                  correct.modelClass(),
                  correct.policy(),
                  Purpose.SERVE),
              _ -> new DaySums())
          .correct(correct);
      tax(account, day, correct.deployment(), correct.policy(), TaxBucket.VARIANCE)
          .add(correct.amount().pico());
    }
    taxHours
        .computeIfAbsent(
            new TaxHourKey(
                HourKey.hour(booked),
                correct.key(),
                correct.policy(),
                correct.deployment(),
                TaxBucket.VARIANCE),
            _ -> new TaxSums())
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
      days.computeIfAbsent(
              new DayKey(account, day, deployment, provider, local, "", Purpose.SERVE),
              _ -> new DaySums())
          .idle(idle);
      tax(account, day, deployment, "", TaxBucket.IDLE).add(idle.pico());
    }
    taxHours
        .computeIfAbsent(
            new TaxHourKey(HourKey.hour(booked), "", "", deployment, TaxBucket.IDLE),
            _ -> new TaxSums())
        .add(idle.pico());
  }

  private HourSums hour(HourKey key) {
    return hours.computeIfAbsent(key, k -> new HourSums(k.priced()));
  }

  private void days(
      List<String> accounts,
      OpenRequest request,
      OpenRequest.Attempt attempt,
      Instant booked,
      boolean last,
      Usage usage,
      boolean reported,
      @Nullable Picodollars amount,
      PicodollarSum atList) {
    for (String account : accounts) {
      day(account, request, attempt, booked).add(last, usage, reported, amount, atList);
    }
  }

  private DaySums day(
      String account, OpenRequest request, OpenRequest.@Nullable Attempt attempt, Instant booked) {
    DayKey key =
        new DayKey(
            account,
            HourKey.day(booked),
            attempt == null ? "" : attempt.deployment(),
            attempt == null ? "" : attempt.provider(),
            attempt == null ? "" : attempt.modelClass(),
            request.policy(),
            request.purpose());
    return days.computeIfAbsent(key, _ -> new DaySums());
  }

  private void tax(
      List<String> accounts,
      OpenRequest request,
      String deployment,
      Instant booked,
      ComputeTax tax) {
    String day = HourKey.day(booked);
    String hour = HourKey.hour(booked);
    for (TaxBucket bucket : BUCKETS) {
      long pico = tax.pico(bucket);
      if (pico == 0) {
        continue;
      }
      taxHours
          .computeIfAbsent(
              new TaxHourKey(hour, request.key(), request.policy(), deployment, bucket),
              _ -> new TaxSums())
          .add(pico);
      for (String account : accounts) {
        tax(account, day, deployment, request.policy(), bucket).add(pico);
      }
    }
  }

  private TaxSums tax(
      String account, String day, String deployment, String policy, TaxBucket bucket) {
    return taxDays.computeIfAbsent(
        new TaxDayKey(account, day, deployment, policy, bucket), _ -> new TaxSums());
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
