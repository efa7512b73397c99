package io.tollgate.gateway.limit;

import java.util.List;

/**
 * How a bound is shared, as a node has seen it.
 *
 * @param shares of all nodes that have said something, in the order of their names
 * @param nodes how many nodes run
 * @param seconds of the store's clock
 */
public record ShareView(List<ShareStore.Share> shares, int nodes, long seconds) {

  /** Nothing was seen yet. */
  static final ShareView UNKNOWN = new ShareView(List.of(), 1, 0);

  /** How long who is in need waits for its turn where requests run at one time, in seconds. */
  private static final long TURN = 1;

  /** The same of amounts in a minute, which come back slowly. */
  private static final long SLOW_TURN = 30;

  public ShareView {
    shares = List.copyOf(shares);
  }

  boolean isUnknown() {
    return shares.isEmpty();
  }

  /** Whether another node asks for more than it has. */
  boolean othersLack(long bound) {
    return shares.stream()
        .anyMatch(share -> !share.own() && Math.min(bound, share.demand()) > share.share());
  }

  /** What this node has, as the store says. */
  long mine() {
    for (ShareStore.Share share : shares) {
      if (share.own()) {
        return share.share();
      }
    }
    return 0;
  }

  /** What this node should have of a bound; all where it knows of nobody else. */
  long target(long bound, LimitKind kind, FairShare.Wish wish) {
    if (shares.isEmpty()) {
      return bound;
    }
    List<FairShare.Wish> wishes =
        shares.stream()
            .map(share ->
                share.own()
                    ? wish
                    : new FairShare.Wish(
                        Math.min(bound, share.demand()), Math.min(bound, share.need())))
            .toList();
    long turn =
        switch (kind) {
          case REQUESTS, TOKENS -> seconds / SLOW_TURN;
          case CONCURRENT -> seconds / TURN;
        };
    long[] divided = FairShare.divide(bound, wishes, Math.max(nodes, shares.size()), turn);
    for (int i = 0; i < divided.length; i++) {
      if (shares.get(i).own()) {
        return divided[i];
      }
    }
    return 0;
  }
}
