package io.tollgate.bench.provider;

import org.jspecify.annotations.Nullable;

/** The fault that befalls all requests of a provider, if there is one. Safe for several threads. */
final class Breakage {

  private volatile @Nullable Fault fault;

  @Nullable Fault fault() {
    return fault;
  }

  void set(@Nullable Fault newFault) {
    fault = newFault;
  }
}
