package io.tollgate.gateway.budget;

/**
 * A node's part of what may be spent in a window, and what it knows of the others' parts.
 *
 * <p>Guarded by the lock of the {@link BudgetBook}.
 */
final class WindowLease {

  /** Requests of the usual cost that are to be served between two reports. */
  private static final int REQUESTS = 16_384;

  /** The same, where nothing is known of what they cost. */
  private static final int FIRST_REQUESTS = 16;

  /** The usual cost is the mean of about so many bills. */
  private static final int MEMORY = 64;

  private final LeaseContact contact;
  private long lease;
  private long announced;
  private long othersSpent;
  private long othersHeld;
  private boolean exhausted;
  private boolean joined;

  /** Counts beginnings: an answer to what was said before one is no answer to what is now. */
  private int epoch;

  /** At which exposure the store is to be talked to, before anybody has to wait for it. */
  private long renewAt;

  private boolean renewalDue;
  private long mean;
  private long latestHold;
  private long reportedSpent;
  private long reportedExposure;

  WindowLease(LeaseContact contact) {
    this.contact = contact;
    clear();
  }

  /** Another window begins, of which nothing is leased yet. */
  void clear() {
    epoch++;
    lease = 0;
    announced = 0;
    othersSpent = 0;
    othersHeld = 0;
    exhausted = false;
    joined = false;
    renewAt = Long.MAX_VALUE;
    renewalDue = false;
    reportedSpent = 0;
    reportedExposure = 0;
  }

  int epoch() {
    return epoch;
  }

  /** How far exposure may go now. */
  long ceiling(boolean openMode) {
    return openMode && lease > announced && contact.isOpen() ? lease : announced;
  }

  long lease() {
    return lease;
  }

  long othersSpent() {
    return othersSpent;
  }

  long othersHeld() {
    return othersHeld;
  }

  /** Whether the store has been told how it is since the window began or its limit changed. */
  boolean isJoined() {
    return joined;
  }

  /** Whether nothing more is to be had, as the store has said lately. */
  boolean isExhausted() {
    return exhausted;
  }

  /** That was some time ago. */
  void forgetExhaustion() {
    exhausted = false;
  }

  /** Whether the store has not been told how it is. */
  boolean isNews(long spent, long exposure) {
    return spent != reportedSpent || exposure != reportedExposure;
  }

  void told(long spent, long exposure) {
    reportedSpent = spent;
    reportedExposure = exposure;
  }

  void billed(long pico) {
    mean = mean == 0 ? pico : mean + (pico - mean) / MEMORY;
  }

  /** What is used up until the store would be talked to again. */
  long growth(long largestHold) {
    long hold = Math.max(latestHold, largestHold);
    return mean == 0
        ? Sums.times(hold, FIRST_REQUESTS)
        : Math.max(Sums.times(mean, REQUESTS), hold);
  }

  /** Has the store talked to, once, when half of what was announced is used up. */
  void exposed(WindowSum sum, long hold, long exposure) {
    latestHold = hold;
    if (exposure >= renewAt && !renewalDue) {
      renewalDue = true;
      contact.want(sum);
    }
  }

  /** Keeps no more than it has to, before the store is told of it. */
  void surrender(long exposure) {
    lease = Math.min(lease, exposure);
    announced = Math.min(announced, exposure);
    renewAt = Long.MAX_VALUE;
    renewalDue = false;
  }

  /** What the store knows of this node is not to be counted on: it is told anew before anything. */
  void startAnew(long exposure) {
    epoch++;
    surrender(exposure);
    exhausted = false;
    joined = false;
  }

  /** What is spent and held on other nodes. */
  void others(LeaseState state) {
    othersSpent = state.othersSpentPico();
    othersHeld = state.othersHeldPico();
  }

  /** The store has said how it is. */
  void take(LeaseState state, long exposure) {
    joined = true;
    lease = state.leasePico();
    announced = Math.min(state.announcedPico(), lease);
    others(state);
    exhausted = state.exhausted();
    renewalDue = false;
    long left = announced - exposure;
    // Where sharing is exact there is nothing ahead: whoever lacks something asks for it.
    renewAt = left <= 0 || exhausted ? Long.MAX_VALUE : exposure + left / 2;
  }
}
