package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerStoreFailureTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private void inStore(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.sqlite"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void a_store_that_cannot_be_written_does_not_stop_the_journal_and_catches_up_later()
      throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      inStore("ALTER TABLE attempt RENAME TO elsewhere");
      Ledgers.append(ledger, Samples.everyType()).await();
      assertThat(ledger.awaitStore()).isFalse();
      assertThat(ledger.storeProblem()).contains("The store cannot be written");
      assertThat(ledger.isHealthy()).isTrue();
      Ledgers.append(ledger, Samples.reserve("r9")).await();

      inStore("ALTER TABLE elsewhere RENAME TO attempt");
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!ledger.awaitStore() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(ledger.storeProblem()).isNull();
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void a_request_id_used_again_after_its_end_is_another_request() {
    for (int i = 0; i < 2; i++) {
      try (Ledger ledger = Ledgers.open(directory)) {
        Ledgers.append(ledger, Samples.everyType()).await();
        Ledgers.append(ledger, Samples.everyType()).await();
      }
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(report.total().requests()).isEqualTo(12);
      assertThat(report.attempts("r1")).hasSize(12);
    }
  }
}
