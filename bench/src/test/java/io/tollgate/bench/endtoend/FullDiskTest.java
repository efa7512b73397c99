package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.bench.audit.Seen;
import io.tollgate.bench.rig.GatewayProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose ledger lies on a disk of 12 MiB that somebody else fills. */
final class FullDiskTest {

  private static final int SENDERS = 6;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    Files.createDirectories(disk());
    mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk().toString()) == 0;
    assumeTrue(mounted, "a file system can only be mounted by root");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", "-l", disk().toString())).isZero();
    }
  }

  private Path disk() {
    return folder.resolve("ledger");
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Writes until not a byte is left, and some more until the gateway has noticed. */
  private static void fill(Path file) throws IOException {
    byte[] bytes = new byte[1 << 16];
    for (int size = bytes.length; size > 0; size /= 2) {
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(bytes, 0, size);
        }
      } catch (IOException full) {
        // Less may still fit.
      }
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void row_29_a_full_disk_turns_new_requests_away_settles_those_that_run_and_heals_by_itself()
      throws Exception {
    Path filler = disk().resolve("filler");
    List<Seen> seen;
    try (DiskRig rig = new DiskRig(folder, 29, "drain: 20s\n")) {
      Lives lives = new Lives();
      KillLoad load = rig.load(lives, SENDERS);
      try (GatewayProcess gateway = rig.start(List.of())) {
        lives.begin();
        assertThat(load.awaitEvents(2_000, DiskRig.STEP)).as("traffic").isTrue();

        fill(filler);
        Reply ready =
            Await.until(
                "not ready",
                DiskRig.STEP,
                () -> rig.admin("/health/ready"),
                it -> it.status() == 503);
        assertThat(ready.body()).contains("No space left on device");
        Reply refused = rig.chat();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":\"ledger_full\"");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(rig.admin("/metrics").body())
            .contains("tollgate_ledger_refusing{why=\"full\"} 1.0");
        assertThat(rig.admin("/admin/v1/spend").status()).as("reads go on").isEqualTo(200);
        assertThat(report(rig)).as("tollgate ledger report").isZero();

        long freedNanos = System.nanoTime();
        Files.delete(filler);
        Await.until(
            "ready again",
            DiskRig.STEP,
            () -> rig.admin("/health/ready"),
            it -> it.status() == 200);
        long backMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - freedNanos);
        assertThat(backMillis).as("milliseconds to recover").isLessThan(10_000);
        assertThat(rig.chat().status()).isEqualTo(200);
        assertThat(load.awaitEvents(2_000, DiskRig.STEP)).as("traffic again").isTrue();
        lives.finish();
        seen = load.awaitAll(DiskRig.STEP);
        assertThat(gateway.terminate()).isZero();
        System.out.printf(
            "full disk: %d requests, %d complete, %d refused, back after %d ms%n",
            seen.size(),
            DiskRig.complete(seen),
            seen.stream().filter(DiskRig::isLedgerError).count(),
            backMillis);
      } finally {
        lives.finish();
      }
      assertThat(rig.problems(seen)).isEmpty();
      assertThat(rig.errorsLogged())
          .as("said once, not by every request")
          .hasSizeLessThan(5)
          // The store may meet the full disk before the journal does, and says so as well.
          .allMatch(line ->
              line.contains("disk takes no more") || line.contains("cannot be written; trying"));
    }
    assertThat(seen).filteredOn(DiskRig::isLedgerError).isNotEmpty();
  }

  private static int report(DiskRig rig) throws InterruptedException {
    return run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "io.tollgate.gateway.cli.Tollgate",
        "ledger",
        "report",
        "--dir",
        rig.ledger.toString());
  }
}
