package io.tollgate.gateway.admin;

import io.tollgate.gateway.audit.AuditLog;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.ledger.LedgerPeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes months of the ledger while the gateway goes on. It blocks, so not on an event loop.
 *
 * <p>What a month came to is read before the record that freezes it is written. Whatever comes in
 * between is of the time of that moment, so it cannot be of a month that has been over for longer
 * than any clock is set back.
 */
final class MonthClosing {

  private static final Logger LOG = LoggerFactory.getLogger(MonthClosing.class);

  /** How long a month has to be over. */
  static final Duration QUIET = Duration.ofHours(1);

  private final Ledger ledger;
  private final AuditLog audit;
  private final InstantSource clock;

  MonthClosing(Ledger ledger, AuditLog audit, InstantSource clock) {
    this.ledger = ledger;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Closes the month that a body names; it is in the audit log before it is in the ledger.
   *
   * @throws Refusal where it cannot be closed, and why
   */
  Answer close(AdminCall call, byte[] body) {
    LedgerPeriod month = Fields.of(body, "month").required("month", LedgerPeriod::parse);
    Instant now = clock.instant();
    Instant earliest = month.end().plus(QUIET);
    if (now.isBefore(earliest)) {
      throw Refusal.of(409, month + " can be closed from " + earliest + " on. Close it then.");
    }
    BookEntry.PeriodClosed closing;
    try {
      closing = ledger.closing(month, now);
    } catch (LedgerException e) {
      throw refusal(e, "");
    }
    Map<String, @Nullable Object> fields = fields(closing);
    try {
      audit.append(call.entry(200, "", DirectoryJson.changes(Map.of(), fields)));
    } catch (IOException e) {
      LOG.error("the audit log cannot be written, so no month is closed", e);
      throw Refusal.of(503, "The audit log cannot be written, so nothing is closed.");
    }
    try {
      ledger.book(List.of(closing));
    } catch (LedgerException e) {
      throw refusal(e, "What the record before says was not done. ");
    }
    return Answer.of(200, fields);
  }

  private static Refusal refusal(LedgerException e, String before) {
    int status =
        switch (e.kind()) {
          case REFUSED -> 409;
          case BUSY, FULL, FAILED, UNUSABLE -> 503;
        };
    return Refusal.of(status, before + e.getMessage());
  }

  private static Map<String, @Nullable Object> fields(BookEntry.PeriodClosed closing) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("month", closing.period());
    fields.put("spent_usd", new BigDecimal(closing.spentPico(), 12).toPlainString());
    fields.put("last_seq", closing.lastSeq());
    fields.put("root_hash", closing.rootHash());
    fields.put("report_hash", closing.reportHash());
    return fields;
  }
}
