package io.tollgate.bench.chaos;

/**
 * A figure early in a run, once it is warm, and at its end.
 *
 * @param early before
 * @param late after
 */
public record Growth(long early, long late) {

  /** Whether it has grown by no more than a share of what it was and an amount. */
  boolean isFlat(int percent, long amount) {
    return late <= early + early * percent / 100 + amount;
  }

  /** The same in MiB, for people. */
  String mebibytes() {
    return "%d -> %d MiB".formatted(early >> 20, late >> 20);
  }

  @Override
  public String toString() {
    return early + " -> " + late;
  }
}
