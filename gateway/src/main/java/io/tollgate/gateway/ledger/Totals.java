package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums over a run of entries: rollups and balances of accounts.
 *
 * <p>The projection adds those of a batch to the store; the verifier makes those of the whole
 * journal and compares. Not safe for use by several threads.
 */
final class Totals {

  private final SpendTotals spend;
  private final LineTotals lineTotals;
  private final Map<MemoKey, MemoSums> memos = new HashMap<>();
  private final Map<JudgedKey, JudgedSums> judgements = new HashMap<>();
  private final Map<ChargeKey, ChargeSums> charges = new HashMap<>();
  private final Map<OutcomeKey, OutcomeSums> outcomes = new HashMap<>();

  /** In the order in which accounts are posted to first. */
  private final Map<String, Balance> balances = new LinkedHashMap<>();

  private final RowCounts counts = new RowCounts();
  private final PicodollarSum spent = new PicodollarSum();
  private final PicodollarSum billed = new PicodollarSum();

  /** No sums yet; lines are summed up by these dimensions, which may grow. */
  Totals(Dimensions dimensions) {
    this.spend = new SpendTotals();
    this.lineTotals = new LineTotals(dimensions);
  }

  /**
   * Adds an entry about a request's money.
   *
   * @param request the entry's request as it is after the entry
   * @param booked when it is booked: later than it happened where its period is closed
   */
  void add(long seq, Entry.Monetary entry, OpenRequest request, Booking booking, Instant booked) {
    counts.entry(entry);
    add(booking);
    switch (entry) {
      case Entry.Settle settle -> {
        Picodollars amount = settle.amount();
        if (amount != null) {
          spent.add(amount);
          billed.add(amount);
        }
        spend.settle(settle, request, booked);
        lineTotals.settle(seq, settle, request, booked);
        charge(request, amount);
        addMemo(booked, settle.last(), request);
      }
      case Entry.Voided voided -> {
        spend.voided(voided, request, booked);
        addMemo(booked, voided.last(), request);
      }
      case Entry.ExpireEstimate expired -> {
        Picodollars amount = expired.amount();
        if (amount != null) {
          spent.add(amount);
        }
        spend.expired(expired, request, booked);
        lineTotals.expired(seq, expired, request, booked);
        charge(request, amount);
        addMemo(booked, expired.last(), request);
      }
      case Entry.Reserve _, Entry.Dispatch _, Entry.Overrun _ -> {}
    }
  }

  private void charge(OpenRequest request, @Nullable Picodollars amount) {
    String quarter = QuarterHour.name(request.reservedAt());
    for (String account : request.accounts()) {
      charges.computeIfAbsent(new ChargeKey(account, quarter), _ -> new ChargeSums()).add(amount);
    }
  }

  /** Only a whole answer can have taken the place of the reference's. */
  private void addMemo(Instant booked, boolean last, OpenRequest request) {
    Memo memo = request.memo();
    String answeredBy = request.answeredBy();
    if (last && memo != null && request.purpose() == Purpose.SERVE && answeredBy != null) {
      memos
          .computeIfAbsent(MemoKey.of(booked, request), _ -> new MemoSums())
          .add(memo, answeredBy, request.spent());
    }
  }

  /** Adds a judgement. */
  void add(Entry.Judged entry) {
    counts.entry(entry);
    judgements.computeIfAbsent(JudgedKey.of(entry), _ -> new JudgedSums()).add(entry);
  }

  /** Adds what a caller says of an answer. */
  void add(Entry.OutcomeReported entry) {
    counts.entry(entry);
    String day = HourKey.day(entry.at());
    for (String account : SpendTotals.accounts(entry.key(), entry.accounts())) {
      outcomes
          .computeIfAbsent(
              new OutcomeKey(account, day, entry.deployment(), entry.policy()),
              _ -> new OutcomeSums())
          .add(entry);
    }
  }

  /**
   * Adds an entry about the books as a whole.
   *
   * @param booked when it is booked
   */
  void add(long seq, BookEntry entry, Booking booking, Instant booked) {
    counts.entry(entry);
    add(booking);
    switch (entry) {
      case BookEntry.Correct correct -> {
        spend.correct(correct, booked);
        lineTotals.correct(seq, correct, booked);
        for (String account : correct.accounts()) {
          charges
              .computeIfAbsent(
                  new ChargeKey(account, QuarterHour.name(booked)), _ -> new ChargeSums())
              .correct(correct.amount(), correct.pricesUnpriced());
        }
      }
      case BookEntry.CapacityHour hour -> {
        spend.idle(hour, booked);
        lineTotals.idle(seq, hour, booked);
      }
      case BookEntry.Purchase _, BookEntry.PeriodClosed _, BookEntry.PricesPublished _ -> {}
    }
  }

  private void add(Booking booking) {
    List<Posting> postings = booking.postings();
    for (int i = 0; i < postings.size(); i++) {
      Posting posting = postings.get(i);
      balances.computeIfAbsent(posting.account(), _ -> new Balance()).add(posting);
    }
  }

  /** The rows of a rollup. */
  Map<? extends SumKey, ? extends Sums> rows(Rollup rollup) {
    return switch (rollup) {
      case HOUR -> spend.hours();
      case DAY -> spend.days();
      case MONTH -> spend.months();
      case TAX_HOUR -> spend.taxHours();
      case TAX_DAY -> spend.taxDays();
      case LINE -> lineTotals.rows();
      case CHARGE -> charges;
      case MEMO -> memos;
      case JUDGED -> judgements;
      case OUTCOME -> outcomes;
    };
  }

  Map<String, Balance> balances() {
    return balances;
  }

  /** The compute tax by the day, of which the reports of closed periods are made. */
  Map<TaxDayKey, TaxSums> taxDays() {
    return spend.taxDays();
  }

  /** Whether all postings together add up to zero. */
  boolean isBalanced() {
    BigDecimal all = BigDecimal.ZERO;
    for (Balance balance : balances.values()) {
      all = all.add(balance.amount().exact());
    }
    return all.signum() == 0;
  }

  /** How many rows of each kind there are. */
  RowCounts counts() {
    return counts;
  }

  /** What all attempts cost. */
  BigDecimal spent() {
    return spent.dollars();
  }

  /** What is billed by lines. */
  BigDecimal billed() {
    return billed.dollars();
  }
}
