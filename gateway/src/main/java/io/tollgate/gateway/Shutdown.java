package io.tollgate.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is to close, the last opened first. A step that fails is logged and keeps no other
 * from being taken.
 */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /** Closes one thing. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private record Named(String what, Step step) {}

  private final Deque<Named> steps = new ArrayDeque<>();

  /** Something was opened. */
  void add(String what, Step step) {
    steps.push(new Named(what, step));
  }

  /** Closes everything; a second call finds nothing to do. */
  void run() {
    while (!steps.isEmpty()) {
      Named next = steps.pop();
      try {
        next.step().run();
      } catch (Exception e) {
        LOG.error("{} could not be closed", next.what(), e);
      }
    }
  }
}
