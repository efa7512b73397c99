package io.tollgate.gateway.upstream;

import io.tollgate.policies.usage.Usage;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The leave to send one attempt to one deployment, with one account of its provider; given back
 * exactly once, with what the attempt showed.
 */
public final class Permit {

  private final DeploymentHealth health;
  private final boolean lastResort;
  private final boolean trial;
  private final boolean retry;
  private final long startNanos;
  private final @Nullable Booking booking;
  private boolean over;

  Permit(
      DeploymentHealth health,
      boolean lastResort,
      boolean trial,
      boolean retry,
      long startNanos,
      @Nullable Booking booking) {
    this.health = health;
    this.lastResort = lastResort;
    this.trial = trial;
    this.retry = retry;
    this.startNanos = startNanos;
    this.booking = booking;
  }

  /** Gives the permit back; a second time does nothing. On the event loop of the attempt. */
  public void end(Verdict verdict) {
    if (!over) {
      over = true;
      health.ended(this, verdict);
    }
  }

  /** Gives the permit back of which no use was made. */
  public void endUnused() {
    unsent();
    end(Verdict.NOTHING);
  }

  /** Nothing was sent, so that it takes nothing of its account. */
  public void unsent() {
    if (booking != null) {
      booking.unused();
    }
  }

  /** What the attempt came to, so that its account is not held to an estimate. */
  public void used(Usage usage) {
    if (booking != null) {
      booking.used(usage.totalInput(), usage.totalOutput());
    }
  }

  /**
   * Takes in what the headers of its answer, of whatever status, say of the account's quota.
   *
   * @param clock the wall clock, asked only where they say something
   */
  public void heard(MultiMap headers, InstantSource clock) {
    health.heard(this, headers, clock);
  }

  /** The name of the account to send with; {@code null} where the provider has but one. */
  public @Nullable String account() {
    return booking == null ? null : booking.place().account().account().name();
  }

  /** What it takes of its account, where there is a choice of them or a limit. */
  @Nullable Booking booking() {
    return booking;
  }

  /** Whether it was given though the deployment has failed lately. */
  boolean isLastResort() {
    return lastResort;
  }

  /** Whether it is to show that the deployment has healed. */
  boolean isTrial() {
    return trial;
  }

  /** Whether it cost the provider's budget a retry. */
  boolean isRetry() {
    return retry;
  }

  long startNanos() {
    return startNanos;
  }
}
