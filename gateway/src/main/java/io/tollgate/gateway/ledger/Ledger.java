package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one node: a {@link Journal}, which is the truth, and a store that follows it.
 *
 * <p>Appending is safe for use by several threads and never blocks. What contradicts the books (a
 * second end of an attempt, a bill that is not the sum of its lines) is refused before it is
 * written. Opening and closing block.
 */
public final class Ledger implements AutoCloseable {

  /** SQLite's own number for "database or disk is full". */
  private static final int SQLITE_FULL = 13;

  /** Room that a start needs: SQLite's library, what the store's log grows by, some entries. */
  private static final long START_BYTES = 2 << 20;

  private final StoreFile store;
  private final Journal journal;

  /** That of the own store, and behind it those of others. */
  private final List<Projector> projectors;

  private final Projector projector;
  private final RecentSpend spend;
  private final RecoveryReport recovery;

  private Ledger(
      StoreFile store,
      Journal journal,
      List<Projector> projectors,
      RecentSpend spend,
      RecoveryReport recovery) {
    this.store = store;
    this.journal = journal;
    this.projectors = projectors;
    this.projector = projectors.getFirst();
    this.spend = spend;
    this.recovery = recovery;
  }

  /**
   * Opens the ledger in a directory, and puts right what the process before left: cuts a torn tail,
   * brings the store up to date and resolves every open hold.
   *
   * @param directory made if it does not exist
   * @param node the name of this node
   * @throws LedgerException when another process uses it, or it is damaged; the message is for
   *     people and says what to do
   * @throws UncheckedIOException when the files cannot be read or written
   */
  public static Ledger open(
      Path directory, JournalOptions options, String node, InstantSource clock) {
    return open(directory, options, node, clock, Disk.REAL);
  }

  static Ledger open(
      Path directory, JournalOptions options, String node, InstantSource clock, Disk disk) {
    JournalFiles files = new JournalFiles(directory);
    StoreFile store = StoreFile.of(directory);
    RecentSpend spend = new RecentSpend();
    Books gate = new Books(new OpenRequests(), spend);
    Projector projector =
        new Projector(
            Projector.Manner.local(),
            (upTo, recent) -> Projection.open(store, files, upTo, recent));
    List<Projector> projectors = new CopyOnWriteArrayList<>(List.of(projector));
    DirectoryLock lock = Journal.takeLock(directory);
    try {
      new Ballast(files, options.ballastBytes(), disk).releaseUnlessFree(START_BYTES);
      SqliteLibrary.unpackInto(directory);
      Recovery.requireJournal(store, files);
      Recovery.dropIfOfEarlierVersion(store);
    } catch (SQLException | IOException | RuntimeException e) {
      lock.close();
      throw explain(e, directory);
    }
    Journal journal =
        Journal.open(
            lock,
            directory,
            options,
            node,
            clock,
            disk,
            gate,
            written -> projectors.forEach(each -> each.wake(written)));
    try {
      String setAside = Recovery.setAsideIfAhead(store, files);
      Projection projection = Projection.open(store, files, journal.frontier(), projector.recent());
      try {
        RecoveryReport report = recover(journal, projection, gate, clock, setAside);
        projection.load(spend, clock.instant());
        projector.start(projection, journal.frontier(), journal::isFull);
        journal.prepareStaging();
        return new Ledger(store, journal, projectors, spend, report);
      } catch (SQLException | IOException | JournalDamage | RuntimeException e) {
        projection.close();
        throw e;
      }
    } catch (SQLException | IOException | JournalDamage | RuntimeException e) {
      journal.close();
      throw explain(e, directory);
    }
  }

  private static RuntimeException explain(Exception e, Path directory) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case JournalDamage damage ->
          LedgerException.unusable(
              "The journal is damaged: "
                  + damage.getMessage()
                  + ". Run `tollgate ledger verify` for the whole picture.",
              damage);
      case SQLException sql when sql.getErrorCode() == SQLITE_FULL ->
          LedgerException.unusable(
              "The disk of " + directory + " is full (" + sql.getMessage() + "). Make room there.",
              sql);
      case SQLException sql ->
          LedgerException.unusable(
              "The store in "
                  + directory
                  + " cannot be used ("
                  + sql.getMessage()
                  + "). Run `tollgate ledger rebuild` to make it again from the journal.",
              sql);
      default ->
          new UncheckedIOException(new IOException("The ledger in " + directory + ": " + e, e));
    };
  }

  private static RecoveryReport recover(
      Journal journal,
      Projection projection,
      Books gate,
      InstantSource clock,
      @Nullable String setAside)
      throws SQLException, IOException, JournalDamage {
    long projected = projection.projectAll();
    List<OpenRequest> open = projection.books().requests().all();
    gate.restore(projection.books());
    List<Entry> entries = Recovery.resolve(open, clock.instant());
    if (!entries.isEmpty()) {
      appendAndWait(journal, entries);
      projection.projectAll();
    }
    int attempts = 0;
    int voided = 0;
    for (Entry entry : entries) {
      attempts += entry instanceof Entry.ExpireEstimate ? 1 : 0;
      voided += entry instanceof Entry.Voided ? 1 : 0;
    }
    return new RecoveryReport(
        journal.tail().recordsCut(),
        journal.tail().bytesCut(),
        projected,
        open.size() - voided,
        attempts,
        voided,
        setAside);
  }

  private static void appendAndWait(Journal journal, List<? extends Entry> entries) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    journal.append(
        List.copyOf(entries),
        new AppendListener() {
          @Override
          public void appended(long lastSeq) {
            done.complete(lastSeq);
          }

          @Override
          public void failed(Throwable cause) {
            done.completeExceptionally(cause);
          }
        });
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof LedgerException known
          ? known
          : LedgerException.failed("The journal took no entries: " + e.getCause(), e);
    }
  }

  /**
   * Closes a period: what it came to is frozen, and what comes late is booked in the open one.
   * Waits until the store holds all of it. Blocks; from any thread but an event loop.
   *
   * @param now the time by which the period has to be over
   * @return what it was closed with
   * @throws LedgerException where it cannot be closed; the message says why
   */
  public BookEntry.PeriodClosed close(LedgerPeriod period, Instant now) {
    BookEntry.PeriodClosed closed = closing(period, now);
    appendAndWait(journal, List.of(closed));
    return closed;
  }

  /**
   * What {@link #close} would book now, and does not. Nothing may be booked in the period between
   * this and its {@link #book}.
   *
   * @throws LedgerException where it cannot be closed; the message says why
   */
  public BookEntry.PeriodClosed closing(LedgerPeriod period, Instant now) {
    awaitWholeStore();
    try (Connection connection = store.openForReading()) {
      return PeriodClosing.prepare(connection, period, now);
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /**
   * Books entries about the books as a whole, all or none. Blocks; from any thread but an event
   * loop.
   *
   * @throws LedgerException where they contradict the books; the message says why
   */
  public void book(List<BookEntry> entries) {
    appendAndWait(journal, List.copyOf(entries));
  }

  /**
   * How the pools of owned machines stand, by all that is acknowledged at the call. Blocks; from
   * any thread but an event loop.
   *
   * @throws LedgerException where the store cannot hold it or cannot be read
   */
  public CapacityStanding capacity() {
    awaitWholeStore();
    try (Connection connection = store.openForReading()) {
      return CapacityStanding.read(connection);
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  private void awaitWholeStore() {
    try {
      if (awaitStore()) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw LedgerException.failed(
        "The store does not hold all that is in the journal: " + storeProblem(), null);
  }

  /** Has another store kept up with the journal as well, until this is closed. */
  void follow(Projector other) {
    other.start(null, journal.frontier(), () -> false);
    projectors.add(other);
    other.wake(Written.NOTHING);
  }

  /** What the opening found to put right. */
  public RecoveryReport recovery() {
    return recovery;
  }

  /**
   * Hands a group of entries to the journal and returns at once.
   *
   * @param group entries that are written together, in this order, with nothing between them; not
   *     empty
   * @param listener is told exactly once
   */
  public void append(List<Entry> group, AppendListener listener) {
    journal.append(group, listener);
  }

  /** The same for several groups, in their order: each as if it came by itself. */
  public void append(List<Submission> submissions) {
    journal.append(submissions);
  }

  /**
   * Why no request can begin, so that it can be refused before anything is read or decided; {@code
   * null} while requests can. A few reads of memory; from any thread.
   *
   * <p>Of kind {@link LedgerException.Kind#BUSY} or {@link LedgerException.Kind#FULL} it passes by
   * itself, and what runs is still ended meanwhile; of kind {@link LedgerException.Kind#FAILED} it
   * stays until the process is started again. The message is a sentence for operators.
   */
  public @Nullable LedgerException refusal() {
    return journal.refusal();
  }

  /** Whether requests can begin: there is no {@link #refusal}. */
  public boolean isHealthy() {
    return journal.isHealthy();
  }

  /**
   * What was spent for a purpose since the beginning of the UTC hour that an instant is in: all
   * that is in the journal, also of processes before this one, up to two days back. What has no
   * price is not in it. A few reads of memory; from any thread.
   */
  public Picodollars spentSince(Purpose purpose, Instant from) {
    return spend.since(purpose, from);
  }

  /**
   * What was charged to accounts in spans of time, by when the money for the requests was held.
   * Reads the store on a connection of its own, in one state of it, and does not wait for the
   * store: where all that is acknowledged has to be in it, {@link #awaitStore} comes first. Blocks;
   * from any thread but an event loop.
   *
   * @throws LedgerException when the store cannot be read; the message is a sentence for operators
   */
  public ChargeReading charged(List<ChargeSpan> spans) {
    return StoreCharges.read(store, spans);
  }

  /**
   * The outcome of a request of a key's owner, or {@code null} where the store has none: what is
   * acknowledged and on its way there is not seen. Blocks; from any thread but an event loop.
   *
   * @throws LedgerException when the store cannot be read; the message is a sentence for operators
   */
  public @Nullable BookedOutcome outcome(String key, String request) {
    return BookedOutcome.find(store, key, request);
  }

  /** Groups whose sender was told that the disk took too long, since the opening. */
  public long groupsLate() {
    return journal.groupsLate();
  }

  /** Acknowledged records that the store has yet to take in. */
  public long storeLag() {
    return Math.max(0, journal.lastSeq() - projector.reached());
  }

  /** The sequence number of the last record that is acknowledged. */
  public long lastSeq() {
    return journal.lastSeq();
  }

  /**
   * Why reports are not up to date and not getting there; {@code null} while all is well. The
   * journal, and so the acknowledgement of entries, does not depend on it.
   */
  public @Nullable String storeProblem() {
    String problem = projector.problem();
    return problem == null ? journal.stagedProblem() : problem;
  }

  /**
   * Blocks until reports hold all that is acknowledged at the call.
   *
   * @return false where they cannot, see {@link #storeProblem}
   */
  public boolean awaitStore() throws InterruptedException {
    long acknowledged = journal.lastSeq();
    return journal.writeStaged() && projector.catchUp(acknowledged);
  }

  /** Writes what waits, syncs, brings the store up to date, gives the directory back. Blocks. */
  @Override
  public void close() {
    // The lock is given back last, so the store has one writer; the journal's writer ends first.
    journal.stop();
    projectors.forEach(Projector::close);
    journal.close();
  }
}
