package io.tollgate.bench.attack;

import io.tollgate.bench.load.LoadGenerator;
import io.tollgate.bench.load.LoadPlan;
import io.tollgate.bench.load.LoadResult;
import io.tollgate.bench.load.LoadShape;
import io.tollgate.bench.load.LoadTarget;
import io.tollgate.bench.load.Manner;
import io.tollgate.bench.load.ProcessMeter;
import io.tollgate.bench.load.Swarm;
import io.tollgate.bench.load.Workload;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.Verification;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Clients that hardly read what they asked for, and what well-behaved clients notice: before,
 * beside them, and after they have left.
 */
public final class SlowReaders {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration ALL_ANSWERED_WITHIN = Duration.ofMinutes(2);
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(1);

  /** CPU seconds a second that count as quiet. */
  private static final double QUIET_CPU_SHARE = 0.1;

  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * What is done.
   *
   * @param readers clients that hardly read
   * @param reading how they do
   * @param requestsPerSecond of well-behaved clients
   * @param measured time of each phase
   * @param heap the gateway's {@code -Xmx}
   * @param answerTokens length of the streams that are hardly read, each token an event
   * @param limits further limits of the gateway, empty or e.g. {@code write_stall: 10s}
   */
  public record Plan(
      int readers,
      Manner.Reading reading,
      int requestsPerSecond,
      Duration measured,
      String heap,
      int answerTokens,
      String limits) {

    Duration warmUp() {
      return measured.dividedBy(4);
    }
  }

  private final Plan plan;
  private final AttackRig rig;
  private final LoadGenerator generator;
  private final Consumer<String> progress;
  private final List<SlowReadersReport.Phase> phases = new ArrayList<>();

  private SlowReaders(
      Plan plan, AttackRig rig, LoadGenerator generator, Consumer<String> progress) {
    this.plan = plan;
    this.rig = rig;
    this.generator = generator;
    this.progress = progress;
  }

  /**
   * Does all of it and waits.
   *
   * @param progress gets a line before each step
   * @throws IOException if the gateway does not start, does not end in order, or its ledger is not
   *     as it should be
   */
  public static SlowReadersReport run(Plan plan, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (AttackRig rig = AttackRig.start(plan.heap(), plan.answerTokens(), plan.limits());
        LoadGenerator generator = new LoadGenerator()) {
      return new SlowReaders(plan, rig, generator, progress).run();
    }
  }

  private SlowReadersReport run() throws IOException, InterruptedException {
    progress.accept("without slow readers");
    measure("warm-up", 0);
    phases.clear();
    measure("without them", 0);
    Manner manner = new Manner(request(), "", plan.reading());
    try (Swarm swarm = Swarm.start(rig.dataPort(), plan.readers(), manner, TICK)) {
      progress.accept("%d slow readers connect".formatted(plan.readers()));
      awaitAnswered(swarm);
      awaitQuiet();
      progress.accept("beside %d slow readers".formatted(swarm.answered()));
      measure("beside them", swarm.answered());
    }
    progress.accept("after they have left");
    measure("after they have left", 0);
    boolean outOfMemory = rig.log().contains("OutOfMemoryError");
    return new SlowReadersReport(plan, phases, outOfMemory, stopAndAudit());
  }

  private void awaitAnswered(Swarm swarm) throws IOException {
    long deadline = System.nanoTime() + ALL_ANSWERED_WITHIN.toNanos();
    while (swarm.answered() + swarm.ended() < plan.readers()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "only %d of %d slow readers were answered".formatted(swarm.answered(), plan.readers()));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Waits until the buffers on the way are full: filling thousands of them is work of its own. */
  private void awaitQuiet() {
    ProcessMeter gateway = ProcessMeter.of(rig.pid());
    long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
    double before;
    double now = gateway.cpuSeconds();
    do {
      before = now;
      long next = System.nanoTime() + TICK.toNanos();
      while (System.nanoTime() - next < 0) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
      now = gateway.cpuSeconds();
    } while (now - before > QUIET_CPU_SHARE && System.nanoTime() < deadline);
  }

  private void measure(String name, int slowReaders) throws IOException, InterruptedException {
    LoadTarget target =
        new LoadTarget(
            "tollgate",
            URI.create("http://127.0.0.1:" + rig.dataPort() + "/v1"),
            rig.key(),
            AttackRig.QUICK,
            rig.pid());
    LoadResult load =
        generator.run(
            target,
            new LoadPlan(
                new LoadShape.Open(plan.requestsPerSecond()),
                new Workload(false, 1000, 256, 1),
                plan.warmUp(),
                plan.measured(),
                Duration.ofSeconds(30),
                LoadPlan.DEFAULT_MAX_CONNECTIONS));
    phases.add(
        new SlowReadersReport.Phase(
            name,
            slowReaders,
            load,
            rig.heapAfterCollection(),
            ProcessMeter.of(rig.pid()).residentBytes()));
  }

  private String request() {
    String body =
        "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Go on\"}]}"
            .formatted(AttackRig.LONG);
    return ("POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer %s\r\n"
            + "content-type: application/json\r\ncontent-length: %d\r\n\r\n%s")
        .formatted(rig.key(), body.length(), body);
  }

  private String stopAndAudit() throws IOException, InterruptedException {
    int exitCode = rig.stopGateway();
    Verification verification = LedgerVerifier.verify(rig.ledger(), Progress.SILENT);
    if (exitCode != 0 || !verification.isSound() || verification.requestsOpen() > 0) {
      throw new IOException("the gateway ended with " + exitCode + ", its ledger: " + verification);
    }
    try (LedgerReport report = LedgerReport.open(rig.ledger())) {
      return "The ledger is sound: %,d records, %,d requests, none without an end."
          .formatted(verification.records(), report.total().requests());
    }
  }
}
