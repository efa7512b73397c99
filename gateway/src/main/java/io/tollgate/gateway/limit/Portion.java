package io.tollgate.gateway.limit;

/**
 * What this node may use of one bound of a limit: all of it, or, where several nodes share their
 * limits, a part. It has been granted so much by the store, which counts it against all others; it
 * uses {@code size} of that, which is less while it gives something back.
 *
 * <p>Giving back begins here and is told afterwards, and nothing that is used up is given back: so
 * what is granted to all nodes, and what is free, always serves as much as the bound would on one
 * node.
 *
 * <p>Guarded by the lock of the {@link LimitBook}.
 */
abstract sealed class Portion permits Bucket, Places {

  private final LimitKind kind;
  private long bound;
  private long size;
  private long granted;
  private boolean shared;
  private final Appetite appetite;
  private ShareView view = ShareView.UNKNOWN;
  private boolean pending;
  private boolean lacks;

  Portion(LimitKind kind, long bound) {
    this.kind = kind;
    this.bound = bound;
    this.size = bound;
    this.granted = bound;
    this.appetite = new Appetite(kind);
  }

  LimitKind kind() {
    return kind;
  }

  long bound() {
    return bound;
  }

  /** What may be used here. */
  long size() {
    return size;
  }

  /** What the store counts as this node's; at least the size. */
  long granted() {
    return granted;
  }

  boolean isShared() {
    return shared;
  }

  /** Of what it has, what it cannot do without: its size, and what was used beyond that. */
  abstract long held();

  /** The size is another one. What was used stays used. */
  abstract void resized(long before, long after);

  /** Has a part only, from now on, and none yet. */
  void share() {
    shared = true;
    granted = 0;
    resizeTo(0);
  }

  /** The limit has another bound. */
  void bind(long other) {
    if (shared && other != bound) {
      // The others' views of it are out of date, too.
      view = ShareView.UNKNOWN;
    }
    bound = other;
    if (shared) {
      resizeTo(Math.min(size, other));
    } else {
      granted = other;
      resizeTo(other);
    }
  }

  private void resizeTo(long next) {
    long before = size;
    size = next;
    resized(before, next);
  }

  /** Uses no more than a target of what it has, and has no more than that and what it used. */
  void shrinkTo(long target) {
    resizeTo(Math.min(target, granted));
    granted = Math.min(granted, held());
  }

  /** The store has granted so much; a part of it is not used, because others need it. */
  void take(long grant, long target) {
    boolean lost = grant < granted;
    granted = grant;
    if (lost) {
      // It had been given up, and others have it with all that was in it.
      size = Math.min(size, grant);
      forfeit(size);
    }
    resizeTo(Math.min(target, grant));
    lacks = target > grant;
  }

  /** All but a part is gone, and with it what was used of it. */
  abstract void forfeit(long left);

  /** It is asked for, whether it fits or not. */
  void asked(long amount) {
    appetite.ask(amount);
  }

  Appetite appetite() {
    return appetite;
  }

  /** Uses that the appetite does not count, for {@link Appetite#settle}. */
  abstract long present(FairQueue queue);

  /** Others are as they were known to be last. */
  ShareView view() {
    return view;
  }

  void view(ShareView seen) {
    view = seen;
  }

  /** What is used of the size, rounded up. */
  abstract long used();

  /** What this node should have, as far as it knows of the others. */
  long target() {
    long fair = view.target(bound, kind, new FairShare.Wish(appetite.demand(), appetite.need()));
    // Nobody is kept waiting here so that others have more than they ask for.
    return fair >= granted || view.othersLack(bound)
        ? fair
        : Math.max(fair, Math.min(granted, used()));
  }

  /**
   * Whether something was asked for that does not fit, and the store does not know of it, or of not
   * half of it.
   *
   * @return true once, until it was told
   */
  boolean wantsMoreThanTold(long present) {
    if (!shared || pending || size >= bound) {
      return false;
    }
    long told = appetite.demand();
    long now = appetite.peek(bound, present);
    pending = view.isUnknown() || (now > told && (told <= granted || now >= 2 * told));
    return pending;
  }

  /** Whether the store has to hear of it. */
  boolean isNews() {
    return pending || view.isUnknown() || appetite.isAwake() || held() != granted || lacks;
  }

  void told() {
    pending = false;
  }
}
