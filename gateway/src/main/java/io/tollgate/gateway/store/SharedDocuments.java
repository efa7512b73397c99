package io.tollgate.gateway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents that a node goes by, and its copies of them, which are what it reads. A change is
 * heard at once; what was not heard is found by the look of every second.
 *
 * <p>Safe for use by several threads: what is written into a copy is read from the store under one
 * lock, so that no older text comes after a newer one.
 */
public final class SharedDocuments implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedDocuments.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A copy of which it is not known what version it is of: it is held against the store. */
  private static final long UNKNOWN = -1;

  /** What a document lacks. */
  public enum Lack {
    /** The store has no document of this name, and there is no copy of one. */
    NOWHERE,
    /** The store does not answer, and there is no copy. */
    NO_COPY
  }

  private final StoreConnections connections;
  private final Documents documents;
  private final DocumentMirror mirror;
  private final Duration period;
  private final Map<String, Long> held = new HashMap<>();
  private @Nullable StoreListener listener;
  private @Nullable Connection looked;
  private boolean unwritable;

  /**
   * Documents that are yet to be named.
   *
   * @param folder of the copies
   */
  public SharedDocuments(StoreSettings settings, Path folder) {
    this(settings, folder, LOOK);
  }

  SharedDocuments(StoreSettings settings, Path folder, Duration period) {
    this.connections = new StoreConnections(settings);
    this.documents = new Documents(connections);
    this.mirror = new DocumentMirror(folder);
    this.period = period;
  }

  /** The documents as the store has them. */
  public Documents documents() {
    return documents;
  }

  /**
   * Gets copies of documents that were not named before. From now on they are kept up to date.
   *
   * @return what is lacking of those that there is no copy of
   */
  public synchronized Map<String, Lack> fetch(Collection<String> names) {
    Map<String, Lack> lacking = new TreeMap<>();
    IOException away = null;
    for (String name : names) {
      if (!held.containsKey(name) || !mirror.has(name)) {
        // One answer is waited for, not one for each document.
        away = away == null ? tryToRead(name) : away;
        if (!mirror.has(name)) {
          lacking.put(name, away == null ? Lack.NOWHERE : Lack.NO_COPY);
        } else if (away != null) {
          LOG.warn(
              "document {} is used as it was last seen, {}: {}",
              name,
              mirror.file(name),
              away.getMessage());
        }
        // What is lacking is looked for, too: it may be made, or the store be back.
        held.putIfAbsent(name, UNKNOWN);
      }
    }
    if (away != null && !lacking.isEmpty()) {
      LOG.error("documents {} are lacking: {}", lacking.keySet(), away.getMessage());
    }
    return lacking;
  }

  /** Copies a document; what kept it from being read, or {@code null}. */
  private @Nullable IOException tryToRead(String name) {
    try {
      Document document = documents.read(name);
      if (document != null) {
        keep(document);
      } else if (mirror.has(name)) {
        LOG.warn("the store has no document {}: the copy {} is used", name, mirror.file(name));
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private boolean keep(Document document) throws IOException {
    boolean differs = mirror.put(document.name(), document.text());
    held.put(document.name(), document.version());
    return differs;
  }

  /**
   * Begins to listen; closing ends that. To be called once.
   *
   * @param changed is told, on a thread that may block, of which documents there are other copies
   */
  public void start(Consumer<Set<String>> changed) {
    StoreListener started =
        new StoreListener(
            connections,
            notice -> heard(notice, changed),
            connection -> look(connection, changed),
            period);
    synchronized (this) {
      listener = started;
    }
    started.start();
  }

  private void heard(Notice notice, Consumer<Set<String>> changed) {
    switch (notice.word()) {
      case DOCUMENT -> {
        try (Connection connection = connections.open()) {
          tell(refresh(connection), changed);
        } catch (SQLException e) {
          LOG.warn("a changed document is not read at once: {}", e.getMessage());
        }
      }
      case RECALLED, FREED, RATES -> {
        // Of leases and shares.
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // whether it is the very connection of the look before
  private void look(Connection connection, Consumer<Set<String>> changed) throws SQLException {
    Set<String> fresh;
    synchronized (this) {
      if (connection != looked) {
        // It may be another store, brought back from a backup: its versions say nothing.
        held.replaceAll((name, version) -> UNKNOWN);
        looked = connection;
      }
      fresh = refresh(connection);
    }
    tell(fresh, changed);
  }

  private static void tell(Set<String> fresh, Consumer<Set<String>> changed) {
    if (!fresh.isEmpty()) {
      try {
        changed.accept(fresh);
      } catch (RuntimeException | Error e) {
        LOG.error("changed documents could not be taken in", e);
      }
    }
  }

  private synchronized Set<String> refresh(Connection connection) throws SQLException {
    Set<String> fresh = new HashSet<>();
    if (held.isEmpty()) {
      return fresh;
    }
    try {
      for (Map.Entry<String, Long> entry :
          Documents.versions(connection, held.keySet()).entrySet()) {
        String name = entry.getKey();
        if (!entry.getValue().equals(held.get(name)) || !mirror.isIntact(name)) {
          Document document = Documents.read(connection, name);
          if (document != null && keep(document)) {
            LOG.info("{} is version {} of {}", name, document.version(), document.changedBy());
            fresh.add(name);
          }
        }
      }
      unwritable = false;
    } catch (IOException e) {
      if (!unwritable) {
        LOG.error("copies of documents cannot be written, what ran before runs on", e);
      }
      unwritable = true;
    }
    return fresh;
  }

  /**
   * Changes a document, as {@link Documents#edit} does; this node's copy has it when this returns.
   *
   * @throws UnsettledChangeException also if all other nodes get the change and this one cannot
   */
  public <X extends Exception> Document edit(String name, String by, Documents.Change<X> change)
      throws IOException, X {
    Document changed = documents.edit(name, by, change);
    try (Connection connection = connections.open()) {
      fetchAgain(connection, name);
    } catch (IOException | SQLException e) {
      throw new UnsettledChangeException(
          "It is in the store as version "
              + changed.version()
              + " of "
              + name
              + ", and not in force on this node: "
              + e.getMessage(),
          e);
    }
    return changed;
  }

  private synchronized void fetchAgain(Connection connection, String name)
      throws IOException, SQLException {
    Document document = Documents.read(connection, name);
    if (document != null) {
      keep(document);
    }
  }

  /** Stops listening. */
  public void stop() {
    StoreListener running;
    synchronized (this) {
      running = listener;
      listener = null;
    }
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void close() {
    stop();
    connections.close();
  }
}
