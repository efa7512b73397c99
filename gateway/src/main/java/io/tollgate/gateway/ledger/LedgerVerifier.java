package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An auditor: walks the whole journal, proves chain, books and arithmetic, and compares the store
 * with what the journal says.
 *
 * <p>Reads only, and takes no lock: a gateway may run meanwhile. It stops at the first bad record,
 * for nothing behind it can be proven.
 */
public final class LedgerVerifier {

  private static final long PROGRESS_BYTES = 1 << 20;

  private final JournalFiles files;
  private final Progress progress;
  private final Books books = new Books();
  private final Totals totals = new Totals(new Dimensions());
  private final ChainMarks marks;
  private final List<BookEntry.PeriodClosed> closed = new ArrayList<>();
  private final List<String> storeProblems = new ArrayList<>();

  /** Bytes of the segments before one, so that they need not be asked for at every record. */
  private long bytesBeforeSegment;

  private int countedSegment;

  private LedgerVerifier(JournalFiles files, Progress progress) {
    this.files = files;
    this.progress = progress;
    this.marks = new ChainMarks(files);
  }

  /**
   * Verifies the ledger in a directory.
   *
   * @throws LedgerException when there is no journal there
   */
  public static Verification verify(Path directory, Progress progress) {
    JournalFiles files = new JournalFiles(directory);
    try {
      if (files.newest() == 0) {
        throw LedgerException.unusable("There is no journal in " + files.journal() + ".");
      }
      LedgerVerifier verifier = new LedgerVerifier(files, progress);
      // Opened before the journal is walked: what the store holds by now, the walk will come by.
      try (@Nullable StoreComparison comparison = verifier.openStore(StoreFile.of(directory))) {
        return verifier.walk(comparison);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The journal cannot be read: " + e, e);
    } catch (SQLException e) {
      throw LedgerException.unusable("The store cannot be closed: " + e.getMessage(), e);
    }
  }

  private @Nullable StoreComparison openStore(StoreFile store) {
    try {
      return StoreComparison.open(store);
    } catch (SQLException e) {
      storeProblems.add("The store cannot be read: " + e.getMessage() + ".");
    } catch (LedgerException e) {
      storeProblems.add(String.valueOf(e.getMessage()));
    }
    return null;
  }

  private Verification walk(@Nullable StoreComparison comparison) throws IOException {
    long bytesTotal = files.bytesThrough(files.newest());
    long storeSeq = comparison == null ? 0 : comparison.checkpoint().seq();
    BadRecord bad = null;
    try (JournalReader reader = new JournalReader(files, Position.START)) {
      try {
        compareAt(reader.position(), comparison);
        long nextProgress = PROGRESS_BYTES;
        long bytes = 0;
        // Not to the end that there is by then, which might run away.
        while (bytes < bytesTotal && advance(reader)) {
          compareAt(reader.position(), comparison);
          bytes = bytesBefore(reader.position());
          if (bytes >= nextProgress) {
            progress.at(bytes, bytesTotal);
            nextProgress = bytes + PROGRESS_BYTES;
          }
        }
        bad = reader.missingSegment();
      } catch (JournalDamage e) {
        bad = e.bad();
      }
      Position end = reader.position();
      if (bad == null && storeSeq > end.seq()) {
        storeProblems.add(
            "The store holds records up to "
                + storeSeq
                + "; the journal ends with record "
                + end.seq()
                + ".");
      }
      for (BookEntry.PeriodClosed period : closed) {
        try {
          requireFrozen(period);
        } catch (IllegalArgumentException e) {
          storeProblems.add("The journal has changed what was closed: " + e.getMessage() + ".");
        }
      }
      if (!totals.isBalanced()) {
        storeProblems.add("The postings of the journal do not add up to zero.");
      }
      long bytes = bytesBefore(end);
      progress.at(bytes, bytesTotal);
      return new Verification(
          end.segment(),
          end.seq(),
          bytes,
          end.hash(),
          books.requests().all().size(),
          bad == null && bytes < bytesTotal ? reader.bytesPending() : 0,
          bad,
          storeSeq,
          storeProblems);
    }
  }

  /** Reads a record and books it; false at the end. */
  private boolean advance(JournalReader reader) throws IOException, JournalDamage {
    Position before = reader.position();
    JournalRecord record = reader.next();
    if (record == null) {
      return false;
    }
    if (record instanceof JournalRecord.SegmentOpened) {
      marks.mark(before);
    }
    if (record instanceof JournalRecord.Posted posted) {
      try {
        if (posted.entry() instanceof BookEntry.PeriodClosed period) {
          requireRoot(period, before);
        }
        add(posted.seq(), posted.entry());
      } catch (IllegalArgumentException e) {
        throw new JournalDamage(
            reader.badLast(String.valueOf(e.getMessage())), JournalDamage.Extent.CONTENT);
      }
    }
    return true;
  }

  private void add(long seq, Entry entry) {
    switch (entry) {
      case Entry.Judged judged -> totals.add(judged);
      case Entry.OutcomeReported outcome -> totals.add(outcome);
      case Entry.Monetary monetary -> {
        OpenRequest request = books.requests().apply(seq, monetary);
        Booking booking = Booking.of(monetary, request);
        totals.add(seq, monetary, request, booking, books.bookedAt(monetary.at()));
      }
      case BookEntry book -> {
        books.apply(book);
        totals.add(seq, book, Booking.of(book), books.bookedAt(book.at()));
        if (book instanceof BookEntry.PeriodClosed period) {
          closed.add(period);
          requireFrozen(period);
        }
      }
    }
  }

  /** The hash that a period was closed with is the chain's, at the record that it names. */
  private void requireRoot(BookEntry.PeriodClosed period, Position before)
      throws IOException, JournalDamage {
    long lastSeq = period.lastSeq();
    if (lastSeq < 0 || lastSeq > before.seq()) {
      throw new IllegalArgumentException(
          "the period %s ends with record %d, of which this one cannot know"
              .formatted(period.period(), lastSeq));
    }
    String hash = lastSeq == before.seq() ? before.hash() : marks.hashAt(lastSeq);
    if (!hash.equals(period.rootHash())) {
      throw new IllegalArgumentException(
          "the period %s was closed with the hash %s for record %d; that record has %s"
              .formatted(period.period(), period.rootHash(), lastSeq, hash));
    }
  }

  /** What a closed period came to is what it was closed with. */
  private void requireFrozen(BookEntry.PeriodClosed period) {
    PeriodReport report =
        PeriodReport.of(totals.taxDays(), LedgerPeriod.parse(period.period()).from(), period.end());
    if (!report.hash().equals(period.reportHash())
        || !report.spentPico().equals(period.spentPico())) {
      throw new IllegalArgumentException(
          "the period %s comes to %s pico-dollars and report %s; it was closed with %s and %s"
              .formatted(
                  period.period(),
                  report.spentPico(),
                  report.hash(),
                  period.spentPico(),
                  period.reportHash()));
    }
  }

  private void compareAt(Position position, @Nullable StoreComparison comparison) {
    if (comparison == null || position.seq() != comparison.checkpoint().seq()) {
      return;
    }
    try {
      storeProblems.addAll(comparison.compare(position, totals, books.requests()));
    } catch (SQLException e) {
      storeProblems.add("The store cannot be read: " + e.getMessage() + ".");
    }
  }

  private long bytesBefore(Position position) throws IOException {
    while (countedSegment < position.segment()) {
      bytesBeforeSegment += countedSegment == 0 ? 0 : files.bytes(countedSegment);
      countedSegment++;
    }
    return bytesBeforeSegment + position.offset();
  }
}
