package io.tollgate.gateway.upstream;

/**
 * The leave to send one attempt to one deployment; given back exactly once, with what the attempt
 * showed.
 */
public final class Permit {

  private final DeploymentHealth health;
  private final boolean lastResort;
  private final boolean trial;
  private final boolean retry;
  private final long startNanos;
  private boolean over;

  Permit(
      DeploymentHealth health, boolean lastResort, boolean trial, boolean retry, long startNanos) {
    this.health = health;
    this.lastResort = lastResort;
    this.trial = trial;
    this.retry = retry;
    this.startNanos = startNanos;
  }

  /** Gives the permit back; a second time does nothing. On the event loop of the attempt. */
  public void end(Verdict verdict) {
    if (!over) {
      over = true;
      health.ended(this, verdict);
    }
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
