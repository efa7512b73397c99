package io.tollgate.gateway.ledger;

import io.tollgate.policies.tax.TaxBucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows in which attempts of one kind are summed up: looked for once, and at hand for every
 * further attempt of the kind. A row is made when something is first added to it.
 *
 * <p>Not safe for use by several threads.
 */
final class SpendRows {

  /** All that decides in which rows an attempt is summed up. */
  record Kind(HourKey hour, List<String> accounts) {

    /** Of what most tells kinds apart: it is made for every attempt, and all of it takes longer. */
    @Override
    public int hashCode() {
      return hash(hour.key(), accounts, hour.deployment());
    }
  }

  /** A hash of who pays for what, to be looked for by. */
  static int hash(String key, List<String> accounts, String deployment) {
    return 31 * (31 * key.hashCode() + accounts.hashCode()) + deployment.hashCode();
  }

  private final SpendTotals totals;
  private final HourKey key;
  private final String day;
  private final List<String> accounts;
  private final HourSums hour;
  private @Nullable List<DaySums> days;
  private final Map<TaxBucket, List<TaxSums>> taxes = new EnumMap<>(TaxBucket.class);

  /**
   * The rows of a kind.
   *
   * @param booked an instant in its hour
   */
  SpendRows(SpendTotals totals, Kind kind, Instant booked) {
    this.totals = totals;
    this.key = kind.hour();
    this.day = HourKey.day(booked);
    this.accounts = SpendTotals.accounts(key.key(), kind.accounts());
    this.hour = totals.hour(key);
  }

  /** That of the hour. */
  HourSums hour() {
    return hour;
  }

  /** Those of the day: one for each whom sums are kept for. */
  List<DaySums> days() {
    List<DaySums> known = days;
    if (known == null) {
      known = new ArrayList<>(accounts.size());
      for (String account : accounts) {
        known.add(
            totals.day(
                new DayKey(
                    account,
                    day,
                    key.deployment(),
                    key.provider(),
                    key.modelClass(),
                    key.policy(),
                    key.purpose())));
      }
      days = known;
    }
    return known;
  }

  /** Those of a part of the compute tax, by the hour and by the day. */
  List<TaxSums> taxes(TaxBucket bucket) {
    List<TaxSums> known = taxes.get(bucket);
    if (known == null) {
      known = new ArrayList<>(accounts.size() + 1);
      known.add(
          totals.taxHour(
              new TaxHourKey(key.hour(), key.key(), key.policy(), key.deployment(), bucket)));
      for (String account : accounts) {
        known.add(
            totals.taxDay(new TaxDayKey(account, day, key.deployment(), key.policy(), bucket)));
      }
      taxes.put(bucket, known);
    }
    return known;
  }
}
