package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerRebuildTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private void fill() throws InterruptedException {
    Lives lives = new Lives(new SplittableRandom(5), "r");
    try (Ledger ledger =
        Ledger.open(
            directory, Ledgers.OPTIONS.withSegmentBytesMax(100_000), "node1", Samples.CLOCK)) {
      for (int i = 0; i < 1_500; i++) {
        Ledgers.Answer answer = Ledgers.append(ledger, lives.next());
        if (i % 300 == 0) {
          answer.await();
          assertThat(ledger.awaitStore()).isTrue();
        }
      }
    }
  }

  @Test
  void a_rebuilt_store_equals_the_one_that_grew_with_the_journal() throws Exception {
    fill();
    List<String> grown = Ledgers.dump(directory);
    List<Long> progress = new ArrayList<>();

    LedgerRebuild.Rebuilt rebuilt =
        LedgerRebuild.rebuild(directory, (done, total) -> progress.addAll(List.of(done, total)));

    assertThat(rebuilt.records()).isEqualTo(Ledgers.records(directory).size());
    assertThat(rebuilt.requestsOpen()).isPositive();
    assertThat(Ledgers.dump(directory)).isEqualTo(grown);
    assertThat(progress.getLast()).isEqualTo(progress.get(progress.size() - 2));
  }

  @Test
  void a_ledger_in_use_is_not_rebuilt() {
    try (Ledger ledger = Ledgers.open(directory)) {
      assertThatThrownBy(() -> LedgerRebuild.rebuild(directory, Progress.SILENT))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("is in use by process");
      assertThat(ledger.isHealthy()).isTrue();
    }
  }

  @Test
  void a_damaged_journal_leaves_the_old_store_as_it_was() throws Exception {
    fill();
    List<String> grown = Ledgers.dump(directory);
    Path first = Ledgers.segment(directory, 1);
    byte[] bytes = Files.readAllBytes(first);
    bytes[5_000] ^= 1;
    Files.write(first, bytes);
    assertThatThrownBy(() -> LedgerRebuild.rebuild(directory, Progress.SILENT))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("segment-00000001.journal, line ");
    assertThat(Ledgers.dump(directory)).isEqualTo(grown);
  }
}
