package io.tollgate.bench.routing.measure;

/** A mean of what is known: NaN is passed over. */
final class Mean {

  private double sum;
  private long count;

  void add(double value) {
    if (!Double.isNaN(value)) {
      sum += value;
      count++;
    }
  }

  /** The mean; NaN where nothing is known. */
  double value() {
    return count == 0 ? Double.NaN : sum / count;
  }

  long count() {
    return count;
  }
}
