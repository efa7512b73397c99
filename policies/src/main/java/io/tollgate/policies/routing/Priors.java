package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.ModelClass;

/**
 * What is assumed of a deployment's speed before anything was measured: round figures per class,
 * which the first answers replace.
 */
final class Priors {

  private Priors() {}

  static long ttftMs(ModelClass modelClass) {
    return switch (modelClass) {
      case FRONTIER -> 900;
      case OPEN_MOE -> 500;
      case LOCAL -> 250;
    };
  }

  static long outputTokensPerSecond(ModelClass modelClass) {
    return switch (modelClass) {
      case FRONTIER -> 60;
      case OPEN_MOE -> 100;
      case LOCAL -> 40;
    };
  }
}
