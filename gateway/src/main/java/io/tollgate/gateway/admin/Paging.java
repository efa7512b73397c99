package io.tollgate.gateway.admin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list a call asks for, as its address says it.
 *
 * <p>Lists are in the order of their ids, so a part goes on behind the last id that was seen
 * whatever was made or removed since: nothing that stays is shown twice or left out.
 *
 * @param limit how many at most, or {@code null}
 * @param after the last id that was seen, or {@code null} for the beginning
 */
record Paging(@Nullable String limit, @Nullable String after) {

  /** Where nothing is said. */
  static final int LIMIT = 100;

  static final int LIMIT_MAX = 1_000;

  /**
   * A part of a list.
   *
   * @param next what to ask for what is {@code after} this part, or {@code null} where nothing is
   * @param limit how many were asked for
   */
  record Page<T>(List<T> items, @Nullable String next, int limit) {}

  /**
   * The part of a list; rows of one id count as one and stay together in their order.
   *
   * @throws Refusal if the limit is none
   */
  <T> Page<T> of(List<T> all, Function<T, String> id) {
    int most = most();
    List<T> items = new ArrayList<>();
    String last = null;
    int ids = 0;
    for (T item : all.stream().sorted(Comparator.comparing(id)).toList()) {
      String its = id.apply(item);
      if (after != null && its.compareTo(after) <= 0) {
        continue;
      }
      if (!its.equals(last)) {
        if (ids == most) {
          return new Page<>(items, last, most);
        }
        ids++;
        last = its;
      }
      items.add(item);
    }
    return new Page<>(items, null, most);
  }

  private int most() {
    if (limit == null) {
      return LIMIT;
    }
    int most = limit.matches("[0-9]{1,4}") ? Integer.parseInt(limit) : 0;
    if (most < 1 || most > LIMIT_MAX) {
      throw Refusal.field("limit", "expected: a whole number from 1 to " + LIMIT_MAX);
    }
    return most;
  }
}
