package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.bench.audit.Seen;
import io.tollgate.bench.rig.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose kernel reports that the journal could not be synced. */
final class FailingSyncTest {

  /** Syncs of the journal that succeed; enough for some hundred requests. */
  private static final int SYNCS = 150;

  private static final int SENDERS = 6;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private static boolean canTrace() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-f", "-qq", "-e", "trace=none", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void row_28_a_failed_sync_ends_admission_is_not_repeated_and_loses_nothing_acknowledged()
      throws Exception {
    assumeTrue(canTrace(), "strace is missing, or may not trace");
    Path segment = folder.toRealPath().resolve("ledger/journal/segment-00000001.journal");
    Path trace = folder.resolve("trace");
    List<Seen> seen;
    try (DiskRig rig = new DiskRig(folder, 28, "durability: disk\ndrain: 5s\n")) {
      Lives lives = new Lives();
      KillLoad load = rig.load(lives, SENDERS);
      try (GatewayProcess gateway = rig.start(failingSyncs(segment, trace))) {
        lives.begin();
        Reply ready =
            Await.until(
                "not ready",
                DiskRig.STEP,
                () -> rig.admin("/health/ready"),
                it -> it.status() == 503);
        assertThat(ready.body()).contains("cannot be synced").contains("until a restart");
        Reply refused = rig.chat();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("\"code\":\"ledger_unavailable\"");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(rig.admin("/metrics").body())
            .contains("tollgate_ledger_refusing{why=\"failed\"} 1.0");
        assertThat(rig.admin("/admin/v1/spend").status()).as("reads go on").isEqualTo(200);
        lives.finish();
        seen = load.awaitAll(DiskRig.STEP);
        gateway.kill();
        lives.end();
      } finally {
        lives.finish();
      }
      assertThat(rig.errorsLogged()).anyMatch(line -> line.contains("until a restart"));
      assertThat(Files.readAllLines(trace).stream().filter(line -> line.contains("INJECTED")))
          .as("failed syncs of the journal, of which there is no second")
          .hasSize(1);

      try (GatewayProcess gateway = rig.start(List.of())) {
        assertThat(rig.chat().status()).isEqualTo(200);
        assertThat(gateway.terminate()).isZero();
      }
      assertThat(rig.problems(seen)).isEmpty();
    }
    assertThat(DiskRig.complete(seen)).isGreaterThan(20);
    assertThat(seen).filteredOn(DiskRig::isLedgerError).isNotEmpty();
  }

  private static List<String> failingSyncs(Path segment, Path trace) {
    return List.of(
        "strace",
        "-D",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-o",
        trace.toString(),
        "-P",
        segment.toString(),
        "-e",
        "trace=fsync,fdatasync",
        "-e",
        "inject=fsync,fdatasync:error=EIO:when=" + (SYNCS + 1) + "+");
  }
}
