package io.tollgate.gateway.budget;

import java.util.List;

/**
 * How the money of a window is shared between nodes: each is leased a part that nobody else spends,
 * and all parts together are never more than the limit.
 *
 * <p>While there is plenty a node gets more than it needs at the moment, so that it seldom has to
 * ask: but never more than its share of half of what is left, so that leases shrink as a budget is
 * used up. Where there is not enough, the others are asked to give back what they do not need; once
 * they have, sharing is exact, and what does not fit then fits nowhere.
 *
 * <p>Escrow is O'Neil's idea (The Escrow Transactional Method, ACM TODS 11(4), 1986), applied to
 * the replicas of a counter.
 */
public final class Escrow {

  /** How many announcements a lease is good for. */
  private static final int ANNOUNCEMENTS = 4;

  /** What is left is divided by so many times the number of nodes. */
  private static final int CAUTION = 2;

  /** No more than this part of what is left is announced, and would be in doubt. */
  private static final int DOUBTFUL = 50;

  private Escrow() {}

  /**
   * What a node has of a window, as it said last.
   *
   * @param spentPico what was billed, in pico-dollars
   * @param announcedPico how far it may go before it says so
   * @param leasePico what is leased to it, at least as much
   * @param answered the latest recall that it has answered
   */
  public record Share(long spentPico, long announcedPico, long leasePico, long answered) {

    /** Of a node that has nothing yet. */
    public static final Share NOTHING = new Share(0, 0, 0, 0);

    private boolean mayGiveBack() {
      return leasePico > spentPico;
    }
  }

  /** What a node makes of it. */
  public enum Verdict {
    /** It has what it needs. */
    ENOUGH,
    /** It has less than it needs, and nothing more is to be had. */
    EXHAUSTED,
    /** The others are to be asked to give back what they do not need. */
    RECALLS,
    /** They have been asked, and some have not answered yet. */
    WAITS
  }

  /**
   * What comes of a wish.
   *
   * @param leasePico what the node is leased now, never less than before
   * @param announcedPico how far it may go before it reports
   */
  public record Outcome(long leasePico, long announcedPico, Verdict verdict) {}

  /**
   * Shares.
   *
   * @param mine what the node has so far
   * @param others what all the others have
   * @param nodes how many nodes there are, at least 1
   */
  public static Outcome share(LeaseAsk ask, Share mine, List<Share> others, int nodes) {
    long available = ask.limitPico();
    boolean awaited = false;
    for (Share other : others) {
      // Not below nothing, where bills went beyond a limit or the limit was lowered.
      available -= Math.min(available, other.leasePico());
      awaited |= other.mayGiveBack() && (ask.recall() == 0 || other.answered() < ask.recall());
    }
    long all = Sums.plus(ask.exposurePico(), ask.neededPico());
    if (available >= all) {
      long share = (available - all) / ((long) CAUTION * nodes);
      long growth = ask.growthPico();
      return grant(
          mine,
          all + Math.min(share, Sums.times(growth, ANNOUNCEMENTS)),
          all + Math.min(Math.min(share, growth), (available - all) / DOUBTFUL),
          Verdict.ENOUGH);
    }
    long rest = Math.max(ask.exposurePico(), available);
    if (ask.impatient() || !awaited) {
      return grant(mine, rest, rest, Verdict.EXHAUSTED);
    }
    // A part that serves nobody is not taken: another node may be waiting for just that.
    boolean serves = available >= Sums.plus(ask.exposurePico(), ask.leastPico());
    long kept = serves ? rest : ask.exposurePico();
    return grant(mine, kept, kept, ask.recall() == 0 ? Verdict.RECALLS : Verdict.WAITS);
  }

  private static Outcome grant(Share mine, long lease, long announced, Verdict verdict) {
    // The node may have gone on spending what it has while it asked.
    return new Outcome(
        Math.max(mine.leasePico(), lease), Math.max(mine.announcedPico(), announced), verdict);
  }

  /**
   * What a node has after it has reported.
   *
   * @param mine what it had
   */
  public static Share reported(LeaseReport report, Share mine) {
    long exposure = report.exposurePico();
    long answered = Math.max(mine.answered(), report.answers());
    if (report.surrenders()) {
      // Also where bills went beyond the lease: what is spent is spent.
      return new Share(report.spentPico(), exposure, exposure, answered);
    }
    long lease = Math.max(exposure, mine.leasePico());
    // Never lower: the node may have gone on spending what was announced while it reported.
    long announced = Math.max(Math.max(exposure, mine.announcedPico()), report.announcedPico());
    return new Share(report.spentPico(), Math.min(lease, announced), lease, answered);
  }
}
