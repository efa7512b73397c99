package io.tollgate.bench.routing.learn;

/** The nearest so far, at most so many: a heap with the farthest of them on top. */
final class Nearest {

  private final int[] places;
  private final float[] cosines;
  private int size;

  Nearest(int most) {
    places = new int[most];
    cosines = new float[most];
  }

  void offer(int place, float cosine) {
    if (size < places.length) {
      rise(size++, place, cosine);
    } else if (cosine > cosines[0]) {
      sink(place, cosine);
    }
  }

  private void rise(int from, int place, float cosine) {
    int at = from;
    while (at > 0 && cosines[(at - 1) / 2] > cosine) {
      move((at - 1) / 2, at);
      at = (at - 1) / 2;
    }
    places[at] = place;
    cosines[at] = cosine;
  }

  private void sink(int place, float cosine) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && cosines[child + 1] < cosines[child]) {
        child++;
      }
      if (cosines[child] >= cosine) {
        break;
      }
      move(child, at);
      at = child;
    }
    places[at] = place;
    cosines[at] = cosine;
  }

  private void move(int from, int to) {
    places[to] = places[from];
    cosines[to] = cosines[from];
  }

  int size() {
    return size;
  }

  int place(int i) {
    return places[i];
  }

  float cosine(int i) {
    return cosines[i];
  }

  /** Mean of exp(sharpness · cosine); 1 where there are none. */
  double meanWeight(double sharpness) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.exp(sharpness * cosines[i]);
    }
    return size == 0 ? 1 : sum / size;
  }
}
