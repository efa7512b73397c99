package io.tollgate.gateway.exchange;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The timers of one request; few requests have any. Used on its event loop only. */
final class Timers {

  private final Vertx vertx;
  private final Consumer<Runnable> runner;
  private List<Long> running = List.of();

  /**
   * No timers.
   *
   * @param runner runs a step of the request
   */
  Timers(Context loop, Consumer<Runnable> runner) {
    this.vertx = loop.owner();
    this.runner = runner;
  }

  /** Runs a step after so many milliseconds, unless all are cancelled before. */
  void after(long millis, Runnable step) {
    if (running.isEmpty()) {
      running = new ArrayList<>(2);
    }
    running.add(vertx.setTimer(Math.max(1, millis), ignored -> runner.accept(step)));
  }

  /** None of the steps that wait is taken. */
  void cancel() {
    for (long timer : running) {
      vertx.cancelTimer(timer);
    }
    running = List.of();
  }
}
