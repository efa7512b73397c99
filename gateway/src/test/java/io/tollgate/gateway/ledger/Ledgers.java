package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What tests do with ledgers. */
final class Ledgers {

  /** Patient, for a machine that is busy; with a ballast that costs a test nothing. */
  static final JournalOptions OPTIONS =
      JournalOptions.DEFAULTS
          .withBallastBytes(1 << 14)
          .withPatience(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(2));

  private Ledgers() {}

  /** A listener whose answer can be awaited. */
  static final class Answer implements AppendListener {
    private final CompletableFuture<Long> future = new CompletableFuture<>();

    @Override
    public void appended(long lastSeq) {
      if (!future.complete(lastSeq)) {
        throw new AssertionError("told twice");
      }
    }

    @Override
    public void failed(Throwable cause) {
      if (!future.completeExceptionally(cause)) {
        throw new AssertionError("told twice");
      }
    }

    /** The last sequence number; throws what the group failed with. */
    long await() {
      try {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof LedgerException known ? known : e;
      }
    }

    boolean isAppended() {
      return future.isDone() && !future.isCompletedExceptionally();
    }
  }

  static Answer append(Journal journal, Entry... group) {
    Answer answer = new Answer();
    journal.append(List.of(group), answer);
    return answer;
  }

  static Answer append(Ledger ledger, Entry... group) {
    return append(ledger, List.of(group));
  }

  static Answer append(Ledger ledger, List<Entry> group) {
    Answer answer = new Answer();
    ledger.append(group, answer);
    return answer;
  }

  static Journal openJournal(Path directory) {
    return Journal.open(directory, OPTIONS, "node1", Samples.CLOCK);
  }

  static Journal openJournal(Path directory, long segmentBytesMax) {
    return Journal.open(
        directory, OPTIONS.withSegmentBytesMax(segmentBytesMax), "node1", Samples.CLOCK);
  }

  static Ledger open(Path directory) {
    return Ledger.open(directory, OPTIONS, "node1", Samples.CLOCK);
  }

  /** A journal of each entry in a group of its own, closed. */
  static void write(Path directory, long segmentBytesMax, List<Entry> entries) {
    try (Journal journal = openJournal(directory, segmentBytesMax)) {
      for (Entry entry : entries) {
        append(journal, entry).await();
      }
    }
  }

  /** All records of a journal, up to its end or the first that is damaged. */
  static List<JournalRecord> records(Path directory) {
    List<JournalRecord> records = new ArrayList<>();
    try (JournalReader reader = new JournalReader(new JournalFiles(directory), Position.START)) {
      JournalRecord record = reader.next();
      while (record != null) {
        records.add(record);
        record = reader.next();
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JournalDamage e) {
      throw new AssertionError(e);
    }
  }

  /** All entries of a journal by sequence number. */
  static Map<Long, Entry> entries(Path directory) {
    Map<Long, Entry> entries = new TreeMap<>();
    for (JournalRecord record : records(directory)) {
      if (record instanceof JournalRecord.Posted posted) {
        entries.put(posted.seq(), posted.entry());
      }
    }
    return entries;
  }

  /** The request that an entry belongs to; empty where it belongs to none. */
  static String request(Entry entry) {
    return entry instanceof Entry.Requested requested ? requested.request() : "";
  }

  static Verification verify(Path directory) {
    return LedgerVerifier.verify(directory, Progress.SILENT);
  }

  static Path segment(Path directory, int number) {
    return new JournalFiles(directory).path(number);
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Every row of every table of a store, as text. */
  static List<String> dump(Path directory) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.sqlite"));
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            StringBuilder text = new StringBuilder(table);
            for (int i = 1; i <= columns; i++) {
              text.append('|').append(row.getString(i));
            }
            rows.add(text.toString());
          }
        }
      }
    }
    rows.sort(null);
    return rows;
  }
}
