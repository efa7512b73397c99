package io.tollgate.bench.routing.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/** The categories of a training part, numbered in the order in which they come. */
final class Kinds {

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final int[] ofPlaces;

  Kinds(TrainingView train) {
    ofPlaces = new int[train.size()];
    for (int place = 0; place < train.size(); place++) {
      ofPlaces[place] =
          numbers.computeIfAbsent(train.question(place).kind(), unseen -> numbers.size());
    }
  }

  int count() {
    return numbers.size();
  }

  int[] ofPlaces() {
    return ofPlaces;
  }

  /** The number of a category, or -1 where it was never seen. */
  int of(String kind) {
    return numbers.getOrDefault(kind, -1);
  }
}
