package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums over a run of entries: rollups and balances of accounts.
 *
 * <p>The projection adds those of a batch to the store; the verifier makes those of the whole
 * journal and compares. Not safe for use by several threads.
 */
final class Totals {

  /** Postings to one account. */
  static final class Balance {
    private long postings;
    private long unpriced;
    private final PicodollarSum sum = new PicodollarSum();

    long postings() {
      return postings;
    }

    long unpriced() {
      return unpriced;
    }

    SplitAmount amount() {
      return SplitAmount.of(sum);
    }
  }

  private final Map<RollupKey, RollupSums> rollups = new HashMap<>();
  private final Map<MemoKey, MemoSums> memos = new HashMap<>();
  private final Map<JudgedKey, JudgedSums> judgements = new HashMap<>();
  private final Map<ChargeKey, ChargeSums> charges = new HashMap<>();
  private final Map<String, Balance> balances = new TreeMap<>();
  private long entries;
  private long reserves;
  private long dispatches;
  private long lines;
  private long postings;
  private long judged;
  private final PicodollarSum spent = new PicodollarSum();
  private final PicodollarSum billed = new PicodollarSum();

  /**
   * Adds an entry about money.
   *
   * @param request the entry's request as it is after the entry
   */
  void add(Entry.Monetary entry, OpenRequest request, Booking booking) {
    entries++;
    for (Posting posting : booking.postings()) {
      add(posting);
    }
    switch (entry) {
      case Entry.Reserve _ -> reserves++;
      case Entry.Dispatch _ -> dispatches++;
      case Entry.Settle settle -> {
        lines += settle.lines().size();
        Picodollars amount = settle.amount();
        if (amount != null) {
          spent.add(amount);
          billed.add(amount);
        }
        sums(RollupKey.of(
                settle.at(),
                request,
                request.attempt(settle.attempt()),
                settle.quality(),
                amount != null))
            .add(true, settle.last(), false, settle.usage(), amount);
        charge(request, amount);
        addMemo(settle.at(), settle.last(), request);
      }
      case Entry.Voided voided -> {
        boolean attempt = voided.attempt() > 0;
        sums(RollupKey.of(
                voided.at(),
                request,
                attempt ? request.attempt(voided.attempt()) : null,
                null,
                true))
            .add(attempt, voided.last(), true, Usage.NONE, Picodollars.ZERO);
        addMemo(voided.at(), voided.last(), request);
      }
      case Entry.ExpireEstimate expired -> {
        Picodollars amount = expired.amount();
        if (amount != null) {
          spent.add(amount);
        }
        sums(RollupKey.of(
                expired.at(),
                request,
                request.attempt(expired.attempt()),
                UsageQuality.TOKENIZER_ESTIMATED,
                amount != null))
            .add(true, expired.last(), false, expired.usage(), amount);
        charge(request, amount);
        addMemo(expired.at(), expired.last(), request);
      }
      case Entry.Overrun _ -> {}
    }
  }

  private void charge(OpenRequest request, @Nullable Picodollars amount) {
    if (request.accounts().isEmpty()) {
      return;
    }
    String quarter = QuarterHour.name(request.reservedAt());
    for (String account : request.accounts()) {
      charges.computeIfAbsent(new ChargeKey(account, quarter), _ -> new ChargeSums()).add(amount);
    }
  }

  /** Only a whole answer can have taken the place of the reference's. */
  private void addMemo(Instant at, boolean last, OpenRequest request) {
    Memo memo = request.memo();
    String answeredBy = request.answeredBy();
    if (last && memo != null && request.purpose() == Purpose.SERVE && answeredBy != null) {
      memos
          .computeIfAbsent(MemoKey.of(at, request), _ -> new MemoSums())
          .add(memo, answeredBy, request.spent());
    }
  }

  /** Adds a judgement. */
  void add(Entry.Judged entry) {
    entries++;
    judged++;
    judgements.computeIfAbsent(JudgedKey.of(entry), _ -> new JudgedSums()).add(entry);
  }

  private void add(Posting posting) {
    postings++;
    Balance balance = balances.computeIfAbsent(posting.account(), _ -> new Balance());
    balance.postings++;
    Picodollars amount = posting.amount();
    if (amount == null) {
      balance.unpriced++;
    } else {
      balance.sum.add(amount);
    }
  }

  private RollupSums sums(RollupKey key) {
    return rollups.computeIfAbsent(key, _ -> new RollupSums());
  }

  Map<RollupKey, RollupSums> rollups() {
    return rollups;
  }

  Map<MemoKey, MemoSums> memos() {
    return memos;
  }

  Map<JudgedKey, JudgedSums> judgements() {
    return judgements;
  }

  Map<ChargeKey, ChargeSums> charges() {
    return charges;
  }

  Map<String, Balance> balances() {
    return balances;
  }

  /** Whether all postings together add up to zero. */
  boolean isBalanced() {
    BigDecimal all = BigDecimal.ZERO;
    for (Balance balance : balances.values()) {
      all = all.add(balance.amount().exact());
    }
    return all.signum() == 0;
  }

  long entries() {
    return entries;
  }

  long reserves() {
    return reserves;
  }

  long dispatches() {
    return dispatches;
  }

  long lines() {
    return lines;
  }

  long postings() {
    return postings;
  }

  long judged() {
    return judged;
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
