package io.tollgate.gateway.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a bound is divided among nodes.
 *
 * <p>Where there is enough each has what it asks for, and an equal part of the rest, to have
 * something for what comes next. Where there is not, it is max-min fair: nobody gets more than an
 * equal part as long as somebody asks for his. Where an equal part is too small to serve anybody
 * who is in need, they have what they need in turns.
 *
 * <p>All nodes come to the same result, and Σ is never more than the bound; but nobody relies on
 * that: the store grants no more than is free.
 */
final class FairShare {

  private FairShare() {}

  /**
   * What a node asks for.
   *
   * @param demand how much, no more than the bound
   * @param need less than this serves nobody; no more than the demand
   */
  record Wish(long demand, long need) {

    static final Wish NONE = new Wish(0, 0);
  }

  /**
   * Divides.
   *
   * @param wishes of all nodes that have said something, always in the same order
   * @param nodes how many nodes there are, at least as many
   * @param turn a number that goes up by one from time to time
   * @return shares in the order of the wishes
   */
  static long[] divide(long bound, List<Wish> wishes, int nodes, long turn) {
    int count = wishes.size();
    long[] shares = new long[count];
    long demand = wishes.stream().mapToLong(Wish::demand).sum();
    if (demand <= bound) {
      long rest = bound - demand;
      for (int i = 0; i < count; i++) {
        shares[i] = wishes.get(i).demand() + rest / nodes + (i < rest % nodes ? 1 : 0);
      }
      return shares;
    }
    List<Integer> order = new ArrayList<>();
    long asking = wishes.stream().filter(wish -> wish.demand() > 0).count();
    long equal = bound / asking;
    boolean tooSmall = wishes.stream().anyMatch(wish -> wish.need() > equal);
    List<Integer> needy = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int next = tooSmall ? Math.floorMod(i + turn, count) : i;
      order.add(next);
      if (wishes.get(next).need() > equal) {
        needy.add(next);
      }
    }
    if (!tooSmall) {
      fill(shares, wishes, order, bound);
      return shares;
    }
    // The turn goes round among the needy, not among all: so it comes to each as often.
    int first = needy.stream().sorted().toList().get(Math.floorMod(turn, needy.size()));
    long needed = wishes.get(first).need();
    order.remove(Integer.valueOf(first));
    long left = fill(shares, wishes, order, bound - needed);
    shares[first] = Math.min(wishes.get(first).demand(), needed + left);
    return shares;
  }

  /**
   * Pours so much evenly over those who have nothing yet.
   *
   * @return what is left, where that is more than they ask for
   */
  private static long fill(long[] shares, List<Wish> wishes, List<Integer> order, long amount) {
    List<Integer> ascending = new ArrayList<>(order);
    ascending.sort(Comparator.comparingLong(i -> wishes.get(i).demand()));
    long left = amount;
    int others = ascending.size();
    for (int i : ascending) {
      shares[i] = Math.min(wishes.get(i).demand(), left / others--);
      left -= shares[i];
    }
    return left;
  }
}
