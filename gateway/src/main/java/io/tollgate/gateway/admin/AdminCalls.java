package io.tollgate.gateway.admin;

import io.tollgate.gateway.audit.AuditEntry;
import io.tollgate.gateway.audit.AuditFile;
import io.tollgate.gateway.audit.AuditLog;
import io.tollgate.gateway.config.DirectoryEditor;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.store.UnsettledChangeException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out calls of the admin API. It blocks, so not on an event loop.
 *
 * <p>A change is in the audit log before it is in the file of keys: what cannot be recorded is not
 * done. If it then cannot be done after all, a second record says so.
 */
final class AdminCalls {

  private static final Logger LOG = LoggerFactory.getLogger(AdminCalls.class);
  private static final int RECORDS_SHOWN = 1_000;

  private final LiveConfiguration live;
  private final Supplier<DirectoryEditor> kept;
  private final AuditLog audit;
  private final MonthClosing months;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * The calls of a gateway.
   *
   * @param kept where the directory is changed
   * @param ledger whose months are closed
   * @param random a cryptographically strong source, for new keys
   */
  AdminCalls(
      LiveConfiguration live,
      Supplier<DirectoryEditor> kept,
      AuditLog audit,
      Ledger ledger,
      InstantSource clock,
      RandomGenerator random) {
    this.live = live;
    this.kept = kept;
    this.audit = audit;
    this.months = new MonthClosing(ledger, audit, clock);
    this.clock = clock;
    this.random = random;
  }

  /** Records that somebody was refused. */
  void record(AuditEntry entry) {
    try {
      audit.append(entry);
    } catch (IOException e) {
      LOG.error("{} of {} was refused, which could not be audited", entry.action(), entry.who(), e);
    }
  }

  /**
   * Does what a call asks for, or says why not.
   *
   * @param after for the audit log: the number of the last record that is not wanted
   */
  Answer answer(AdminCall call, byte[] body, long after) {
    try {
      return switch (call.action()) {
        case READ -> read(call, after);
        case WRITE, DELETE, ROTATE, REVOKE ->
            call.endpoint() == Endpoint.LEDGER_CLOSE
                ? months.close(call, body)
                : change(call, body);
      };
    } catch (Refusal refusal) {
      boolean reads =
          switch (call.action()) {
            case READ -> true;
            case WRITE, DELETE, ROTATE, REVOKE -> false;
          };
      if (!reads || refusal.status() == 403) {
        record(call.entry(refusal.status(), refusal.recorded(), Map.of()));
      }
      return refusal.answer();
    }
  }

  private Answer read(AdminCall call, long after) {
    Directory directory = live.current().directory();
    return switch (call.endpoint()) {
      case UNITS -> DirectoryReads.units(call, directory);
      case UNIT -> DirectoryReads.unit(call, directory);
      case KEYS -> DirectoryReads.keys(call, directory);
      case KEY -> DirectoryReads.key(call, directory);
      case BUDGET -> DirectoryReads.budget(call, directory);
      case LIMIT -> DirectoryReads.limit(call, directory);
      case AUDIT -> records(after);
      case EXCHANGES,
          DEPLOYMENTS,
          ACCOUNTS,
          QUALITY,
          SPEND,
          BUDGETS,
          LIMITS,
          KEY_ROTATE,
          KEY_REVOKE,
          LEDGER_CLOSE ->
          throw new IllegalStateException(call.endpoint() + " is not read here");
    };
  }

  private Answer records(long after) {
    try {
      List<String> lines = AuditFile.latest(audit.file(), after, RECORDS_SHOWN);
      return Answer.json("{\"records\":[" + String.join(",", lines) + "]}");
    } catch (IOException e) {
      throw Refusal.of(503, "The audit log cannot be read: " + e.getMessage());
    }
  }

  private Answer change(AdminCall call, byte[] body) {
    String text = newKeyText(call);
    DirectoryEdits edits = new DirectoryEdits(call, body, clock.instant());
    AtomicReference<@Nullable Edit> recorded = new AtomicReference<>();
    try {
      Directory now =
          kept.get()
              .edit(
                  call.who().name(),
                  directory -> {
                    match(call, directory);
                    Edit edit = edit(call, edits, directory, text);
                    recordChange(call, edit);
                    recorded.set(edit);
                    return edit.next();
                  });
      Edit edit = recorded.get();
      if (edit == null || !live.reloadKeys().isEmpty()) {
        throw Refusal.of(
            500, "It is in the file of keys and not in force: the gateway's log says why.");
      }
      return done(edit, text, now);
    } catch (UnsettledChangeException e) {
      throw Refusal.of(500, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Refusal.of(
          503,
          (recorded.get() == null ? "" : "What the record before says was not done. ")
              + "The file of keys cannot be changed: "
              + e.getMessage());
    } catch (InvalidFilesException e) {
      throw Refusal.of(
          409, "The file of keys was edited and has mistakes: correct it first. " + e.getMessage());
    }
  }

  private String newKeyText(AdminCall call) {
    return switch (call.endpoint()) {
      case KEYS -> KeyText.generate(random);
      case KEY_ROTATE -> KeyText.generate(random, call.item());
      case EXCHANGES,
          DEPLOYMENTS,
          ACCOUNTS,
          QUALITY,
          SPEND,
          UNITS,
          UNIT,
          KEY,
          KEY_REVOKE,
          BUDGETS,
          BUDGET,
          LIMITS,
          LIMIT,
          LEDGER_CLOSE,
          AUDIT ->
          "";
    };
  }

  private static Edit edit(AdminCall call, DirectoryEdits edits, Directory directory, String text) {
    boolean deletes = call.method().equals("DELETE");
    return switch (call.endpoint()) {
      case UNIT -> deletes ? edits.deleteUnit(directory) : edits.putUnit(directory);
      case KEYS -> edits.createKey(directory, text);
      case KEY -> edits.putKey(directory);
      case KEY_ROTATE -> edits.rotateKey(directory, text);
      case KEY_REVOKE -> edits.revokeKey(directory);
      case BUDGET -> deletes ? edits.deleteBudget(directory) : edits.putBudget(directory);
      case LIMIT -> deletes ? edits.deleteLimit(directory) : edits.putLimit(directory);
      case EXCHANGES,
          DEPLOYMENTS,
          ACCOUNTS,
          QUALITY,
          SPEND,
          UNITS,
          BUDGETS,
          LIMITS,
          LEDGER_CLOSE,
          AUDIT ->
          throw new IllegalStateException(call.endpoint() + " changes nothing");
    };
  }

  private static void match(AdminCall call, Directory directory) {
    String wanted = call.ifMatch();
    if (wanted != null
        && !wanted.equals("*")
        && !List.of(wanted.split("\\s*,\\s*")).contains(DirectoryReads.etag(directory))) {
      throw Refusal.of(412, "Somebody has changed the file of keys since: read it again.");
    }
  }

  private void recordChange(AdminCall call, Edit edit) {
    try {
      audit.append(call.entry(edit.status(), "", edit.changes()));
    } catch (IOException e) {
      LOG.error("the audit log cannot be written, so nothing is changed", e);
      throw Refusal.of(503, "The audit log cannot be written, so nothing is changed.");
    }
  }

  /** A key's text is told here and nowhere else. */
  private static Answer done(Edit edit, String text, Directory now) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      body.put("key", text);
    }
    body.putAll(edit.after().isEmpty() ? edit.before() : edit.after());
    return Answer.of(edit.status(), body, DirectoryReads.etag(now));
  }
}
