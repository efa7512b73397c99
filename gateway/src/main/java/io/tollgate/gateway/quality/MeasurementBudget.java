package io.tollgate.gateway.quality;

import io.tollgate.policies.money.Picodollars;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each policy may still spend on measurement today (UTC). Every call is held for at the most
 * it can cost before it is made, so that no cap is passed, however many run at once.
 *
 * <p>What was spent today before this process began is known in total only, and counts against
 * every policy. Safe for use by several threads.
 */
final class MeasurementBudget {

  private static final long SECONDS_PER_DAY = 86_400;

  private static final class Spent {
    private long pico;
    private long heldPico;
  }

  private final InstantSource clock;
  private final Map<String, Spent> byPolicy = new HashMap<>();
  private long day;
  private long beforePico;

  /**
   * A budget of which a part is spent.
   *
   * @param spentToday on measurement since the UTC day began
   */
  MeasurementBudget(InstantSource clock, Picodollars spentToday) {
    this.clock = clock;
    this.day = today();
    this.beforePico = spentToday.pico();
  }

  private long today() {
    return Math.floorDiv(clock.instant().getEpochSecond(), SECONDS_PER_DAY);
  }

  /**
   * Holds money for a call, if the cap leaves room for it.
   *
   * @param cap the most that the policy may spend in a day
   * @return whether it is held; then {@link #settle} is to follow
   */
  synchronized boolean hold(String policy, Picodollars cap, Picodollars most) {
    turnDay();
    Spent spent = byPolicy.computeIfAbsent(policy, ignored -> new Spent());
    long room = cap.pico() - beforePico - spent.pico - spent.heldPico;
    if (most.pico() > room) {
      return false;
    }
    spent.heldPico += most.pico();
    return true;
  }

  /**
   * Gives back what was held, less what it came to.
   *
   * @param cost what the call cost, or {@code null} where that is not known: then all that was held
   */
  synchronized void settle(String policy, Picodollars most, @Nullable Picodollars cost) {
    turnDay();
    Spent spent = byPolicy.computeIfAbsent(policy, ignored -> new Spent());
    spent.heldPico -= most.pico();
    spent.pico += cost == null ? most.pico() : cost.pico();
  }

  private void turnDay() {
    long now = today();
    if (now != day) {
      day = now;
      beforePico = 0;
      // What is held yet is spent in the new day.
      byPolicy.values().removeIf(spent -> spent.heldPico == 0);
      byPolicy.values().forEach(spent -> spent.pico = 0);
    }
  }
}
