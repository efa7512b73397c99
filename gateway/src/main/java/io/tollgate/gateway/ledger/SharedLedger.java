package io.tollgate.gateway.ledger;

import io.tollgate.gateway.store.NodeIdentity;
import io.tollgate.gateway.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's ledger in the PostgreSQL that gateways share: kept up with the journal on a thread of
 * its own, and cleared of days that are older than they are kept.
 *
 * <p>Requests never wait for it. While the store is away the journal goes on, and what it holds by
 * then follows when the store is back.
 */
public final class SharedLedger implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedLedger.class);
  private static final Duration LINGER = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration UPKEEP = Duration.ofHours(1);
  private static final Duration UPKEEP_RETRY = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Projector projector;
  private final SharedConnections connections;
  private final InstantSource clock;
  private final @Nullable Duration retention;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread upkeep =
      Thread.ofVirtual().name("tollgate-shared-ledger").unstarted(this::run);

  private SharedLedger(
      Ledger ledger,
      Projector projector,
      SharedConnections connections,
      @Nullable Duration retention,
      InstantSource clock) {
    this.ledger = ledger;
    this.projector = projector;
    this.connections = connections;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Begins to keep the store up with a ledger; returns at once, whether the store answers or not.
   *
   * @param directory of the ledger
   * @param retention how long what is of single requests is kept, {@code null} for ever
   */
  public static SharedLedger start(
      Ledger ledger,
      Path directory,
      StoreSettings settings,
      @Nullable Duration retention,
      NodeIdentity self,
      InstantSource clock) {
    SharedConnections connections = new SharedConnections(settings);
    Projector projector =
        new Projector(
            new Projector.Manner(
                "tollgate-shared-projector",
                "The shared store " + connections.name(),
                LINGER,
                RETRY,
                false),
            new SharedProjection(connections, self, new JournalFiles(directory), clock));
    SharedLedger shared = new SharedLedger(ledger, projector, connections, retention, clock);
    ledger.follow(projector);
    shared.upkeep.start();
    return shared;
  }

  /** Acknowledged records that the shared store has yet to take in. */
  public long lag() {
    return Math.max(0, ledger.lastSeq() - projector.reached());
  }

  /** Why the shared store is not up to date and not getting there; {@code null} while it is. */
  public @Nullable String problem() {
    return projector.problem();
  }

  /**
   * Blocks until the shared store holds all that is acknowledged at the call.
   *
   * @return false where it cannot, see {@link #problem}
   */
  public boolean await() throws InterruptedException {
    return projector.catchUp(ledger.lastSeq());
  }

  private void run() {
    try {
      Duration pause;
      do {
        pause = tryUpkeep() ? UPKEEP : UPKEEP_RETRY;
      } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, it is to end.
      Thread.currentThread().interrupt();
    }
  }

  private boolean tryUpkeep() {
    try {
      upkeep(connections, retention, clock);
      return true;
    } catch (SQLException e) {
      LOG.warn("Days of the shared ledger could not be made or dropped: {}", e.getMessage());
      return false;
    }
  }

  /** Makes the parts of the next days, and drops those of days that are kept no longer. */
  static void upkeep(
      SharedConnections connections, @Nullable Duration retention, InstantSource clock)
      throws SQLException {
    try (Connection connection = connections.openForWriting()) {
      LocalDate today = StoreDialect.day(clock.instant());
      new SharedPartitions(connection, () -> today).makeAhead();
      if (retention != null) {
        List<LocalDate> dropped =
            SharedRetention.drop(connection, today.minusDays(retention.toDays()));
        if (!dropped.isEmpty()) {
          LOG.info("Dropped from the shared ledger: the requests of {}", dropped);
        }
      }
    }
  }

  /** See {@link FinanceReport#rootHash}. */
  static String rootHash(Connection connection) throws SQLException {
    StringBuilder text = new StringBuilder();
    hashes(connection)
        .forEach((node, hash) -> text.append(node).append(' ').append(hash).append('\n'));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** See {@link FinanceReport#nodeHashes}. */
  static SortedMap<String, String> hashes(Connection connection) throws SQLException {
    SortedMap<String, String> hashes = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT node, hash FROM checkpoint")) {
      while (row.next()) {
        hashes.put(row.getString(1), row.getString(2));
      }
    }
    return hashes;
  }

  /** Ends the upkeep; the ledger itself ends the projection, with its last records. */
  @Override
  public void close() {
    closed.countDown();
  }
}
