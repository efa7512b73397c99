package io.tollgate.gateway.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers things from 1 in the order in which they first appear, so that rows of sums need not
 * repeat them. Everybody who reads the same journal comes to the same numbers.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <T> what is numbered; equal things have one number
 */
final class Numbering<T> {

  private final Map<T, Long> numbers = new HashMap<>();

  /** The highest number: things that a store took for the same have one each all the same. */
  private int last;

  /** What was numbered since {@link #takeNew()}, in order. */
  private final List<T> fresh = new ArrayList<>();

  /** The number of a thing, a new one where it has none. */
  long of(T thing) {
    Long known = numbers.get(thing);
    if (known != null) {
      return known;
    }
    long number = ++last;
    numbers.put(thing, number);
    fresh.add(thing);
    return number;
  }

  /** Takes in what was numbered before, in the order of the numbers. */
  void restore(T thing) {
    numbers.put(thing, (long) ++last);
  }

  /** What was numbered since this was asked last; the numbers go up to {@link #size()}. */
  List<T> takeNew() {
    List<T> taken = List.copyOf(fresh);
    fresh.clear();
    return taken;
  }

  int size() {
    return last;
  }
}
