package io.tollgate.gateway.quality;

import io.tollgate.gateway.metrics.DeskMeters;
import io.tollgate.policies.pacing.BurnRate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link QualityDesk} across restarts, and looks at it: what it remembers is written each
 * minute and at the end, how it stands is taken each second, both on a thread of its own.
 */
public final class DeskKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeskKeeper.class);

  private static final long LOOK_SECONDS = 1;
  private static final long WRITE_SECONDS = 60;
  private static final long CLOSE_SECONDS_MAX = 5;

  private static final double PPM = Judgement.PPM;

  /** Pico-dollars for a millionth of quality, in dollars for all of it. */
  private static final double DOLLARS_PER_PICO_PER_PPM = 1e-6;

  private final QualityDesk desk;
  private final DeskStateFile file;
  private final DeskMeters meters;
  private final ScheduledExecutorService thread;
  private volatile DeskReading latest;
  private boolean failing;

  private DeskKeeper(QualityDesk desk, DeskStateFile file, DeskMeters meters) {
    this.desk = desk;
    this.file = file;
    this.meters = meters;
    this.latest = desk.look();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("quality-desk").factory());
  }

  /**
   * Reads what is remembered and begins.
   *
   * @param folder where it is remembered
   * @param knowledge what budgets go by, asked each time
   */
  public static DeskKeeper open(
      Path folder, Supplier<Knowledge> knowledge, DeskMeters meters, InstantSource clock) {
    DeskStateFile file = new DeskStateFile(folder);
    QualityDesk desk =
        QualityDesk.of(
            knowledge, file.read(), BudgetAccounts.ACCOUNTS_MAX, meters, clock, System::nanoTime);
    DeskKeeper keeper = new DeskKeeper(desk, file, meters);
    keeper.every(LOOK_SECONDS, keeper::look);
    keeper.every(WRITE_SECONDS, keeper::write);
    return keeper;
  }

  /** The desk that is kept. */
  public QualityDesk desk() {
    return desk;
  }

  /** How it stood a moment ago. */
  public DeskReading reading() {
    return latest;
  }

  private void every(long seconds, Runnable step) {
    var _ =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                step.run();
              } catch (RuntimeException fault) {
                // One that is thrown would end all later steps.
                LOG.error("the quality desk could not be looked at or written", fault);
              }
            },
            seconds,
            seconds,
            TimeUnit.SECONDS);
  }

  private void look() {
    DeskReading now = desk.look();
    latest = now;
    Map<String, DeskMeters.Figures> worst = new HashMap<>();
    for (BudgetReading budget : now.budgets()) {
      worst.merge(budget.policy(), figures(budget), DeskMeters.Figures::worse);
    }
    meters.stand(worst);
  }

  private static DeskMeters.Figures figures(BudgetReading budget) {
    Map<String, Double> burn = new HashMap<>();
    for (BurnRate.Reading reading : budget.burn()) {
      burn.put(reading.alert().name(), reading.overRate());
    }
    return new DeskMeters.Figures(
        budget.shadowPicoPerPpm() * DOLLARS_PER_PICO_PER_PPM,
        budget.remainingPpm() / PPM,
        budget.frozen() ? 1 : 0,
        budget.meanLossPpm() / PPM * budget.answers(),
        budget.answers(),
        burn);
  }

  private void write() {
    try {
      file.write(desk.state());
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        LOG.warn("what quality budgets have spent cannot be written down: {}", e.toString());
      }
    }
  }

  /** Writes what is to be remembered, and ends. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    write();
  }
}
