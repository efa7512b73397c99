package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.audit.Books;
import io.tollgate.bench.audit.FastProviders;
import io.tollgate.bench.audit.JournalTally;
import io.tollgate.bench.audit.LedgerPicture;
import io.tollgate.bench.audit.Seen;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.LedgerRebuild;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Verification;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a gateway's process under load, again and again, and holds its ledger against what clients
 * saw and what the providers bill.
 *
 * <p>{@code -Dtollgate.kills=200} kills it more often, {@code -Dtollgate.seed=N} sends the orders
 * and chooses the moments of an earlier run; the machine still decides what a moment hits.
 */
final class KillTest {

  private static final int SENDERS = 12;
  private static final Duration STEP = Duration.ofSeconds(60);

  private final int kills = Integer.getInteger("tollgate.kills", 20);
  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());

  private final Path folder;
  private final Path ledger;
  private final Path log;
  private final Path temporary;

  KillTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
    this.folder = folder;
    this.ledger = folder.resolve("ledger");
    this.log = folder.resolve("gateway.log");
    this.temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void row_25_a_killed_gateway_owes_nobody_an_entry_and_charges_nobody_twice() throws Exception {
    long startNanos = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Lives lives = new Lives();
    try (Rig rig =
        Rig.start(folder, FastProviders.all(seed), FastProviders.POLICIES, "drain: 20s\n")) {
      KillLoad load = KillLoad.start(rig, lives, random.split(), SENDERS);
      try {
        for (int kill = 0; kill < kills; kill++) {
          killAt(KillPoint.of(kill, random), rig, lives, load);
        }
        stopInOrder(rig, lives, load);
      } finally {
        lives.finish();
      }
      List<Seen> seen = load.awaitAll(STEP);
      for (SimulatedProvider provider : rig.providers()) {
        assertThat(provider.billLog().awaitAllEnded(1, STEP)).isTrue();
      }
      KillFigures figures =
          KillFigures.of(seen, LedgerPicture.of(ledger).attempts(), JournalTally.of(ledger));
      System.out.printf(
          "kill test: %d kills, %s, %d s (seed %d)%n",
          kills, figures, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos), seed);
      check(rig, seen, figures);
    }
  }

  private GatewayProcess start(Rig rig) throws IOException {
    return GatewayProcess.start(
        rig.files().config(),
        rig.adminPort(),
        log,
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // To see what killed processes leave there.
            "-Djava.io.tmpdir=" + temporary));
  }

  private void killAt(KillPoint point, Rig rig, Lives lives, KillLoad load)
      throws IOException, InterruptedException {
    long bytesBefore = JournalTally.bytes(ledger);
    try (GatewayProcess gateway = start(rig)) {
      switch (point) {
        case KillPoint.WhileRecovering(int millis) -> {
          long deadline = System.nanoTime() + STEP.toNanos();
          while (JournalTally.bytes(ledger) == bytesBefore) {
            assertThat(gateway.awaitEnd(Duration.ofMillis(1))).as("ended by itself").isFalse();
            assertThat(System.nanoTime()).as("no start").isLessThan(deadline);
          }
          assertThat(gateway.awaitEnd(Duration.ofMillis(millis))).as("ended by itself").isFalse();
        }
        case KillPoint.AfterEvents(int events) -> {
          gateway.awaitReady();
          lives.begin();
          assertThat(load.awaitEvents(events, STEP)).as("clients see events").isTrue();
        }
        case KillPoint.AfterMillis(int millis) -> {
          gateway.awaitReady();
          lives.begin();
          load.awaitEvents(Integer.MAX_VALUE, Duration.ofMillis(millis));
        }
      }
      assertThat(gateway.isAlive()).as("alive when it is killed, seed %d", seed).isTrue();
      gateway.kill();
      lives.end();
    }
  }

  private void stopInOrder(Rig rig, Lives lives, KillLoad load)
      throws IOException, InterruptedException {
    try (GatewayProcess gateway = start(rig)) {
      gateway.awaitReady();
      lives.begin();
      assertThat(load.awaitEvents(500, STEP)).as("clients see events").isTrue();
      lives.finish();
      assertThat(gateway.terminate()).as("exit status after SIGTERM").isZero();
      lives.end();
    }
  }

  private void check(Rig rig, List<Seen> seen, KillFigures figures) throws IOException {
    LedgerPicture picture = LedgerPicture.of(ledger);
    assertThat(Books.problems(picture.attempts(), rig.providers(), seen))
        .as("books of seed %d, files in %s", seed, folder)
        .isEmpty();
    assertThat(Files.readAllLines(log).stream().filter(line -> line.contains(" ERROR ")))
        .as("what a gateway logs as an error, though only others failed")
        .isEmpty();
    assertThat(temporary)
        .as("what killed processes left behind")
        .isDirectoryNotContaining("glob:**sqlite*");
    try (Stream<Path> libraries = Files.list(ledger.resolve("native"))) {
      assertThat(libraries.filter(file -> file.toString().endsWith(".so")))
          .as("each start clears away what the killed one before had unpacked")
          .hasSizeLessThanOrEqualTo(1);
    }
    JournalTally journal = JournalTally.of(ledger);
    assertThat(journal.problems()).as("journal of seed %d", seed).isEmpty();
    // One that is killed while it still writes what was staged before has no entry of its own.
    assertThat(journal.starts()).isBetween(kills + 1 - KillPoint.whileRecovering(kills), kills + 1);
    Verification verification = LedgerVerifier.verify(ledger, (_, _) -> {});
    assertThat(verification.isSound()).as("%s", verification).isTrue();
    assertThat(verification.requestsOpen()).isZero();
    assertThat(verification.bytesPending()).isZero();
    assertThat(verification.storeSeq()).isEqualTo(verification.records());
    checkTotals(picture, journal);
    LedgerRebuild.rebuild(ledger, (_, _) -> {});
    assertThat(LedgerPicture.of(ledger)).isEqualTo(picture);
    figures.requireEnough(kills, SENDERS);
  }

  private static void checkTotals(LedgerPicture picture, JournalTally journal) {
    BigInteger rows = BigInteger.ZERO;
    for (AttemptRow row : picture.attempts()) {
      Picodollars amount = row.amount();
      rows = amount == null ? rows : rows.add(BigInteger.valueOf(amount.pico()));
    }
    assertThat(rows).isEqualTo(journal.booked());
    assertThat(picture.attempts()).hasSize(journal.attempts());
    assertThat(picture.total().attempts()).isEqualTo(journal.attempts());
    assertThat(picture.total().requests()).isEqualTo(journal.requests());
    BigDecimal dollars = new BigDecimal(rows, Picodollars.SCALE);
    assertThat(picture.total().amountUsd()).isEqualByComparingTo(dollars);
    picture
        .spend()
        .values()
        .forEach(spend ->
            assertThat(
                    spend.stream()
                        .map(row -> row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(dollars));
    assertThat(picture.standing().requestsOpen()).isZero();
  }
}
