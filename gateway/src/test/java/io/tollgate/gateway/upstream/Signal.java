package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Something that happens on another thread and is waited for. */
public final class Signal {

  private final Semaphore given = new Semaphore(0);

  public void give() {
    given.release();
  }

  /** Waits for the next one. */
  public void await() throws InterruptedException {
    assertThat(given.tryAcquire(20, TimeUnit.SECONDS)).as("it happens").isTrue();
  }
}
