package io.tollgate.gateway.exchange;

import io.tollgate.gateway.metrics.GatewayMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests inside one event loop, from their admission until the last byte of the answer is
 * written: what is counted against the limit and waited for at the end.
 *
 * <p>Not safe for use by several threads: one per event loop.
 */
public final class RunningRequests {

  /** How long requests may take to be settled and told once the grace is over. */
  private static final long STOP_MILLIS_MAX = 5_000;

  private final GatewayMetrics metrics;
  private final List<Ticket> tickets = new ArrayList<>();
  private final Promise<Void> drained = Promise.promise();
  private boolean draining;

  /** No requests yet. */
  public RunningRequests(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /** One admitted request. */
  public final class Ticket {

    /** Where it is among the tickets; -1 once it is not. */
    private int place = tickets.size();

    private Runnable stop = () -> {};
    private final List<Runnable> afterwards = new ArrayList<>(4);

    private Ticket() {}

    /** What ends the request where the gateway cannot wait for it. */
    public void onStop(Runnable ending) {
      stop = ending;
    }

    /** What is to be done when the request has left, beside what was said before. */
    public void onLeave(Runnable task) {
      afterwards.add(task);
    }

    /** The request has left; saying it twice does no harm. */
    public void leave() {
      if (place >= 0) {
        // The last one takes its place.
        Ticket last = tickets.removeLast();
        if (place < tickets.size()) {
          tickets.set(place, last);
          last.place = place;
        }
        place = -1;
        metrics.left();
        for (int i = 0; i < afterwards.size(); i++) {
          afterwards.get(i).run();
        }
        checkDrained();
      }
    }
  }

  /** Admits a request. */
  public Ticket enter() {
    Ticket ticket = new Ticket();
    tickets.add(ticket);
    metrics.entered();
    return ticket;
  }

  /** Whether requests are no longer admitted. */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Admits no more. Completes when the last request has left; those that run when the grace is over
   * are settled as they are and their clients told, and what hangs even then is not waited for.
   */
  public Future<Void> drain(Vertx vertx, Duration grace) {
    draining = true;
    long timer =
        vertx.setTimer(
            grace.toMillis(),
            passed -> {
              List.copyOf(tickets).forEach(ticket -> ticket.stop.run());
              vertx.setTimer(STOP_MILLIS_MAX, late -> drained.tryComplete());
            });
    checkDrained();
    return drained.future().onComplete(ignored -> vertx.cancelTimer(timer));
  }

  private void checkDrained() {
    if (draining && tickets.isEmpty()) {
      drained.tryComplete();
    }
  }
}
