package io.tollgate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.audit.AuditFile;
import io.tollgate.gateway.audit.AuditLog;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.roles.Action;
import io.tollgate.gateway.roles.AdminToken;
import io.tollgate.gateway.roles.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonthClosingTest {

  private static final byte[] NOVEMBER = "{\"month\":\"2026-11\"}".getBytes(StandardCharsets.UTF_8);

  private static final AdminCall CALL =
      new AdminCall(
          new AdminToken("finance", "00", Role.FINANCE, null),
          Endpoint.LEDGER_CLOSE,
          Action.WRITE,
          "close",
          "127.0.0.1",
          "POST",
          "/admin/v1/ledger/close",
          new Paging(null, null),
          null);

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-12-01T00:59:59Z");
  private final InstantSource clock = () -> now;

  @Test
  void a_month_that_is_over_for_less_than_an_hour_is_not_closed_and_nothing_is_recorded()
      throws IOException {
    Path file = AuditFile.of(folder);
    try (Ledger ledger = Ledger.open(folder, JournalOptions.DEFAULTS, "node1", clock);
        AuditLog audit = new AuditLog(file, clock)) {
      MonthClosing months = new MonthClosing(ledger, audit, clock);
      assertThatThrownBy(() -> months.close(CALL, NOVEMBER))
          .isInstanceOf(Refusal.class)
          .hasMessage("2026-11 can be closed from 2026-12-01T01:00:00Z on. Close it then.");
      assertThat(file).doesNotExist();

      now = now.plusSeconds(1);
      assertThat(months.close(CALL, NOVEMBER).status()).isEqualTo(200);
      assertThat(Files.readAllLines(file)).hasSize(1);
      assertThatThrownBy(() -> months.close(CALL, NOVEMBER)).hasMessageContaining("closed up to");
    }
    try (FinanceReport report = FinanceReport.open(folder)) {
      assertThat(report.periods())
          .singleElement()
          .satisfies(period -> assertThat(period.period()).isEqualTo("2026-11"));
    }
  }

  @Test
  void what_cannot_be_recorded_is_not_closed() throws IOException {
    now = Instant.parse("2026-12-02T00:00:00Z");
    // No log can be where a folder is.
    Path file = Files.createDirectories(folder.resolve("audit.jsonl"));
    try (Ledger ledger = Ledger.open(folder, JournalOptions.DEFAULTS, "node1", clock);
        AuditLog audit = new AuditLog(file, clock)) {
      assertThatThrownBy(() -> new MonthClosing(ledger, audit, clock).close(CALL, NOVEMBER))
          .hasMessage("The audit log cannot be written, so nothing is closed.");
    }
    try (FinanceReport report = FinanceReport.open(folder)) {
      assertThat(report.periods()).isEmpty();
    }
  }
}
