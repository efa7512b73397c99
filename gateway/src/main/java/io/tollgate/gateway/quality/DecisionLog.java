package io.tollgate.gateway.quality;

import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Yardstick;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were answered lately, for feedback on them: bounded by count and by age, in
 * memory and of this node only, without texts.
 *
 * <p>A request is known once it has ended. Safe for use by several threads.
 */
public final class DecisionLog {

  /**
   * How much is remembered.
   *
   * @param requestsMax requests, at least 0
   * @param age how long each, at least a millisecond
   */
  public record Bounds(int requestsMax, Duration age) {

    /** 100,000 requests, each for a day: about 10 MB. */
    public static final Bounds DEFAULTS = new Bounds(100_000, Duration.ofHours(24));
  }

  /** What was expected of a plan, while its request runs. */
  private record Expected(List<Candidate> plan, int chosenPpm, @Nullable String task) {

    static Expected of(Decision decision, @Nullable String task) {
      Yardstick yardstick = decision.yardstick();
      return new Expected(
          decision.plan(), yardstick == null ? Judgement.PPM : yardstick.propensityPpm(), task);
    }

    int of(Deployment deployment) {
      for (Candidate candidate : plan) {
        if (candidate.deployment().equals(deployment)) {
          return candidate.estimate().qualityPpm();
        }
      }
      return Judgement.UNKNOWN;
    }
  }

  /** More than run at one time: a fault that loses the end of a request loses no memory. */
  private static final int RUNNING_MAX = 100_000;

  private final Supplier<Bounds> bounds;
  private final InstantSource clock;
  private final LinkedHashMap<String, Expected> running = new LinkedHashMap<>();

  private final EndedRequests ended = new EndedRequests();

  /**
   * Nothing yet.
   *
   * @param bounds asked each time
   */
  public DecisionLog(Supplier<Bounds> bounds, InstantSource clock) {
    this.bounds = bounds;
    this.clock = clock;
  }

  /** How long a request is remembered. */
  public Duration age() {
    return bounds.get().age();
  }

  /** A request is about to be sent; {@link #finished} is to follow, however it ends. */
  synchronized void decided(String request, Decision decision, @Nullable String task) {
    running.put(request, Expected.of(decision, task));
    if (running.size() > RUNNING_MAX) {
      running.pollFirstEntry();
    }
  }

  /** A request has ended. One that nobody answered is not remembered. */
  public synchronized void finished(FinishedExchange exchange) {
    Expected expected = running.remove(exchange.request());
    if (expected == null || exchange.outcome().equals("failed")) {
      return;
    }
    long nowMs = clock.millis();
    ended.add(
        new RecentDecision(
            Instant.ofEpochMilli(nowMs),
            exchange.request(),
            exchange.key(),
            exchange.policy(),
            exchange.deployment(),
            expected.of(exchange.deployment()),
            expected.chosenPpm(),
            expected.task(),
            exchange.usage().totalInput(),
            exchange.usage().totalOutput(),
            exchange.accounts()));
    forget(nowMs);
  }

  /** A request of a key that ended lately; {@code null} for any other. */
  synchronized @Nullable RecentDecision find(String key, String request) {
    forget(clock.millis());
    RecentDecision found = ended.find(request);
    return found != null && found.key().equals(key) ? found : null;
  }

  /**
   * Notes what is said of a request that is remembered.
   *
   * @return what was said before, in millionths; {@code null} where nothing was
   */
  synchronized @Nullable Integer note(RecentDecision decision, int scorePpm) {
    return ended.note(decision.request(), scorePpm);
  }

  /** Requests remembered now. */
  synchronized int size() {
    return ended.size();
  }

  private void forget(long nowMs) {
    Bounds most = bounds.get();
    long oldest = nowMs - most.age().toMillis();
    while (ended.size() > 0 && (ended.size() > most.requestsMax() || ended.eldest() < oldest)) {
      ended.removeEldest();
    }
  }
}
