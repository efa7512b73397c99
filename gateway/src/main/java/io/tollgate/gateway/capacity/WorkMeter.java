package io.tollgate.gateway.capacity;

import java.time.InstantSource;
import java.util.function.Supplier;

/** Is told what attempts gave the machines behind deployments to do. */
@FunctionalInterface
public interface WorkMeter {

  /** Measures nothing. */
  WorkMeter NONE = (deployment, work, clock) -> {};

  /**
   * An attempt that is billed has ended. From any thread; does not block.
   *
   * @param deployment {@code provider/model}
   * @param work asked only where what it did is measured
   * @param clock what time it is, asked likewise
   */
  void done(String deployment, Supplier<Work> work, InstantSource clock);
}
