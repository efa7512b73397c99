package io.tollgate.gateway.capacity;

import java.time.Instant;

/** Is told what attempts gave the machines behind deployments to do. */
@FunctionalInterface
public interface WorkMeter {

  /** Measures nothing. */
  WorkMeter NONE = (deployment, work, at) -> {};

  /**
   * An attempt that is billed has ended. From any thread; does not block.
   *
   * @param deployment {@code provider/model}
   * @param at when it ended
   */
  void done(String deployment, Work work, Instant at);
}
