package io.tollgate.bench.load;

import java.util.Arrays;
import java.util.List;

/** What grows while the cost of a request is watched. */
public enum ScaleAxis {
  /** How much is asked of the gateway. */
  LOAD("load", "% of capacity", 10, 20, 30, 40, 50, 60, 70, 80, 90, 100),
  /** Streams that are open and say nothing. */
  STREAMS("streams", "open streams", 1, 10, 100, 1_000, 10_000),
  /** Deployments that a policy may choose from. */
  DEPLOYMENTS("deployments", "deployments", 1, 10, 100, 1_000),
  /** Virtual keys. */
  KEYS("keys", "virtual keys", 10, 1_000, 20_000, 100_000);

  private final String key;
  private final String unit;

  @SuppressWarnings("ImmutableEnumChecker") // a copy
  private final List<Integer> sizes;

  ScaleAxis(String key, String unit, Integer... sizes) {
    this.key = key;
    this.unit = unit;
    this.sizes = List.of(sizes);
  }

  /** The name on command lines and in reports. */
  public String key() {
    return key;
  }

  /** What is counted. */
  String unit() {
    return unit;
  }

  /** The sizes at which is measured, ascending. */
  List<Integer> sizes() {
    return sizes;
  }

  static int mostDeployments() {
    return DEPLOYMENTS.sizes.getLast();
  }

  static List<ScaleAxis> all() {
    return Arrays.asList(values());
  }

  @Override
  public String toString() {
    return key;
  }
}
