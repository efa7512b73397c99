package io.tollgate.gateway.http;

import io.tollgate.gateway.limit.Admittance;
import io.tollgate.gateway.limit.LimitClock;
import io.tollgate.gateway.limit.LimitPath;
import io.tollgate.gateway.limit.Objection;
import io.tollgate.gateway.limit.Passage;
import io.tollgate.gateway.limit.Waiter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets the requests of one event loop through at their rate limits: at once, after a wait, or not
 * at all. A request that waits has a timer and its place in a queue, and holds nothing up.
 *
 * <p>On that loop only.
 */
final class Turnstile {

  /** What becomes of a request, told exactly once. */
  interface Outcome {

    /** It may go on. */
    void passed(Passage passage);

    /** It does not fit. */
    void refused(Objection objection);

    /** Its client has left while it waited. */
    void left();

    /** The gateway is being stopped. */
    void stopped();
  }

  private final Vertx vertx;
  private final RateLimits rates;
  private final Set<Wait> waits = new LinkedHashSet<>();
  private boolean stopping;

  Turnstile(Vertx vertx, RateLimits rates) {
    this.vertx = vertx;
    this.rates = rates;
  }

  /** A request that waits. */
  private final class Wait {
    private final Context loop = vertx.getOrCreateContext();
    private final long sinceNanos = System.nanoTime();
    private final Outcome outcome;
    private final Waiter waiter;
    private long timer;
    private boolean over;

    private Wait(String key, Outcome outcome) {
      this.outcome = outcome;
      this.waiter = new Waiter(key, end -> loop.runOnContext(_ -> called(end)));
    }

    private void begin(long longestMs, HttpServerResponse response) {
      waits.add(this);
      timer = vertx.setTimer(Math.max(1, longestMs), _ -> expire());
      response.closeHandler(_ -> leave());
      response.exceptionHandler(_ -> leave());
      if (response.closed()) {
        // Then nobody would say so.
        leave();
      }
    }

    private void end(String how) {
      over = true;
      waits.remove(this);
      vertx.cancelTimer(timer);
      rates.meters().waited(how, Duration.ofNanos(System.nanoTime() - sinceNanos));
    }

    private void called(Admittance result) {
      switch (result) {
        case Admittance.Granted(Passage passage) -> {
          if (over) {
            passage.close(LimitClock::nowMs);
          } else {
            end("admitted");
            outcome.passed(passage);
          }
        }
        case Admittance.Refused(Objection objection) -> {
          if (!over) {
            end("refused");
            outcome.refused(objection);
          }
        }
        case Admittance.Waits _ -> {
          // It does so already.
        }
      }
    }

    private void expire() {
      // Where it is not in the queue any more, its call is on the way.
      Objection objection = over ? null : rates.book().leave(waiter, LimitClock.nowMs());
      if (objection != null) {
        end("refused");
        outcome.refused(objection);
      }
    }

    private void leave() {
      if (!over) {
        rates.book().leave(waiter, LimitClock.nowMs());
        end("left");
        outcome.left();
      }
    }

    private void stop() {
      if (!over) {
        rates.book().leave(waiter, LimitClock.nowMs());
        end("stopped");
        outcome.stopped();
      }
    }
  }

  /**
   * Lets a request through, now or later.
   *
   * @param key whose it is
   */
  void pass(LimitPath path, long tokens, String key, HttpServerResponse response, Outcome outcome) {
    Wait wait = rates.book().isLimited(path) ? new Wait(key, outcome) : null;
    switch (rates.enter(path, tokens, wait == null ? null : wait.waiter)) {
      case Admittance.Granted(Passage passage) -> outcome.passed(passage);
      case Admittance.Refused(Objection objection) -> outcome.refused(objection);
      case Admittance.Waits(Objection _, long longestMs) -> {
        if (wait != null) {
          wait.begin(longestMs, response);
          if (stopping) {
            wait.stop();
          }
        }
      }
    }
  }

  /** Nobody waits any longer: the gateway is being stopped. */
  void stop() {
    stopping = true;
    List.copyOf(waits).forEach(Wait::stop);
  }
}
