package io.tollgate.gateway.limit;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waits for a limit: each key in turn, and of one key the first that came. */
final class FairQueue {

  private final Map<String, ArrayDeque<Waiter>> byKey = new LinkedHashMap<>();
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** What all that wait ask for. */
  long tokens() {
    long sum = 0;
    for (ArrayDeque<Waiter> line : byKey.values()) {
      for (Waiter waiter : line) {
        sum += waiter.tokens();
      }
    }
    return sum;
  }

  void add(Waiter waiter) {
    byKey.computeIfAbsent(waiter.key(), _ -> new ArrayDeque<>(4)).add(waiter);
    size++;
  }

  /** Whose turn it is. */
  @Nullable Waiter head() {
    for (ArrayDeque<Waiter> line : byKey.values()) {
      return line.peek();
    }
    return null;
  }

  /** The one whose turn it was is gone, and its key comes last now. */
  void passTurn(Waiter head) {
    ArrayDeque<Waiter> line = byKey.remove(head.key());
    if (line != null) {
      line.remove(head);
      size--;
      if (!line.isEmpty()) {
        byKey.put(head.key(), line);
      }
    }
  }

  /** Takes out one that waits no longer. */
  void remove(Waiter waiter) {
    ArrayDeque<Waiter> line = byKey.get(waiter.key());
    if (line != null && line.remove(waiter)) {
      size--;
      if (line.isEmpty()) {
        byKey.remove(waiter.key());
      }
    }
  }
}
