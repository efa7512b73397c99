package io.tollgate.gateway.http;

import io.tollgate.gateway.exchange.BareFault;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the same step for all requests of one turn of an event loop at the end of that turn, one
 * after the other: the code of the step then runs from the processor's caches for all but the
 * first, where it would take turns with the reading of sockets otherwise.
 *
 * <p>To be used on that loop.
 */
final class TurnEnd {

  private static final Logger LOG = LoggerFactory.getLogger(TurnEnd.class);

  private final Context loop;
  private List<Runnable> steps = new ArrayList<>();

  /** The ends of the turns of an event loop. */
  TurnEnd(Context loop) {
    this.loop = loop;
  }

  /** Has a step taken once what the loop is at has been done, after those that came before it. */
  void take(Runnable step) {
    steps.add(step);
    if (steps.size() == 1) {
      loop.runOnContext(ignored -> takeAll());
    }
  }

  private void takeAll() {
    List<Runnable> all = steps;
    // What comes from now on is for a turn of its own.
    steps = new ArrayList<>(all.size());
    for (Runnable step : all) {
      try {
        step.run();
      } catch (RuntimeException | Error fault) {
        LOG.error("A step at the end of a turn failed", new BareFault(fault));
      }
    }
  }
}
