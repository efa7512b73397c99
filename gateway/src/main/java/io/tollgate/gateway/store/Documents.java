package io.tollgate.gateway.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the store. A change names the version that it changes, and is told to all nodes
 * in the transaction that makes it.
 *
 * <p>Safe for use by several threads. It blocks.
 */
public final class Documents {

  private static final int TRIES = 5;

  /** Another transaction was in the way, and this one has done nothing. */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03");

  private static final String READ =
      "select name, version, body, changed_at, changed_by from document where name = ?";

  private static final String READ_TO_CHANGE = READ + " for update";

  private static final String LIST =
      "select name, version, octet_length(body), changed_at, changed_by from document order by"
          + " name";

  private static final String VERSIONS =
      "select name, version from document where name = any(?::text[])";

  private static final String INSERT =
      """
      insert into document (name, version, body, changed_by) values (?, 1, ?, ?)
      on conflict (name) do nothing
      """;

  private static final String UPDATE =
      """
      update document set version = version + 1, body = ?, changed_at = clock_timestamp(),
        changed_by = ?
      where name = ? and version = ?
      """;

  private static final String NOTIFY = "select pg_notify('" + Notice.CHANNEL + "', ?)";

  /**
   * Says what a document is to be.
   *
   * @param <X> why it may refuse to
   */
  @FunctionalInterface
  public interface Change<X extends Exception> {

    /** The text in the place of the present one; there may be no document yet. */
    String of(@Nullable Document present) throws X;
  }

  /** What came of trying to change a document. */
  private sealed interface Attempt {

    record Done(Document document) implements Attempt {}

    /** Nothing is changed, and there is no reason not to try again. */
    record InTheWay(String why) implements Attempt {}

    /** The store was told to keep it, and did not answer. */
    record Unknown(Document wanted, SQLException why) implements Attempt {}
  }

  /** The document is not of the version that was to be changed. */
  private static final class Stale extends Exception {
    private static final long serialVersionUID = 1;

    Stale() {
      super("stale", null, false, false);
    }
  }

  private final StoreConnections connections;
  private final UUID self = UUID.randomUUID();

  /** The documents that these connections lead to. */
  public Documents(StoreConnections connections) {
    this.connections = connections;
  }

  /**
   * A document, or {@code null} where there is none of this name.
   *
   * @throws IOException if the store does not answer
   */
  public @Nullable Document read(String name) throws IOException {
    try (Connection connection = connections.open()) {
      return read(connection, name);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** All documents, by name. */
  public List<Document.Entry> list() throws IOException {
    List<Document.Entry> entries = new ArrayList<>();
    try (Connection connection = connections.open();
        PreparedStatement list = connection.prepareStatement(LIST);
        ResultSet rows = list.executeQuery()) {
      while (rows.next()) {
        entries.add(
            new Document.Entry(
                rows.getString(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getTimestamp(4).toInstant(),
                rows.getString(5)));
      }
      return entries;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Changes a document, which is made where there is none. The change is handed what is in force
   * and holds a lock on it: of edits at once each sees those before it, and none is lost. It is
   * asked once; again only where another node made the document just then.
   *
   * @param by who changes it, for people
   * @return the document as it is now
   * @throws X from the change, and then nothing is changed
   * @throws UnsettledChangeException if it is not known whether it is changed
   * @throws IOException if the store does not answer, and then nothing is changed
   */
  public <X extends Exception> Document edit(String name, String by, Change<X> change)
      throws IOException, X {
    if (!Document.isName(name)) {
      throw new IOException(
          "\"" + name + "\" is no name of a document (expected: up to 64 of a-z, 0-9 and ._-)");
    }
    String why = "";
    for (int tried = 0; tried < TRIES; tried++) {
      switch (attempt(name, by, change)) {
        case Attempt.Done(Document document) -> {
          return document;
        }
        case Attempt.Unknown(Document wanted, SQLException failure) -> {
          return settled(wanted, failure);
        }
        case Attempt.InTheWay(String what) -> why = what;
      }
    }
    throw new IOException("Others are changing " + name + " all the time: " + why);
  }

  /**
   * Puts a text in the place of a version.
   *
   * @param expected the version that it replaces; 0 where there is to be no document yet
   * @return the document, or {@code null} if that is not the version, and then nothing is changed
   */
  public @Nullable Document replace(String name, long expected, String text, String by)
      throws IOException {
    try {
      return edit(
          name,
          by,
          present -> {
            if ((present == null ? 0 : present.version()) != expected) {
              throw new Stale();
            }
            return text;
          });
    } catch (Stale e) {
      return null;
    }
  }

  private <X extends Exception> Attempt attempt(String name, String by, Change<X> change)
      throws IOException, X {
    Attempt outcome = null;
    // Closing a connection that has not committed rolls back.
    try (Connection connection = connections.open()) {
      connection.setAutoCommit(false);
      outcome = attempt(connection, name, by, change);
      return outcome;
    } catch (SQLException e) {
      if (outcome != null) {
        // The connection broke when it was closed, and that changes nothing of it.
        return outcome;
      }
      throw failed(e);
    }
  }

  private <X extends Exception> Attempt attempt(
      Connection connection, String name, String by, Change<X> change)
      throws IOException, SQLException, X {
    Document present;
    try {
      present = read(connection, READ_TO_CHANGE, name);
    } catch (SQLException e) {
      if (TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
        return new Attempt.InTheWay(String.valueOf(e.getMessage()));
      }
      throw e;
    }
    String text = change.of(present);
    if (text.getBytes(StandardCharsets.UTF_8).length > Document.BYTES_MAX) {
      throw new IOException(name + " is larger than " + Document.BYTES_MAX + " bytes");
    }
    if (!write(connection, name, present == null ? 0 : present.version(), text, by)) {
      return new Attempt.InTheWay("it was made by another node");
    }
    tell(connection, name);
    Document after = written(connection, name);
    try {
      connection.commit();
    } catch (SQLException e) {
      return new Attempt.Unknown(after, e);
    }
    return new Attempt.Done(after);
  }

  private void tell(Connection connection, String name) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement(NOTIFY)) {
      for (String text : new Notice(Notice.Word.DOCUMENT, self, List.of(name)).texts()) {
        notify.setString(1, text);
        notify.execute();
      }
    }
  }

  private static Document written(Connection connection, String name) throws SQLException {
    Document document = read(connection, name);
    if (document == null) {
      throw new SQLException(name + " is gone in the transaction that wrote it");
    }
    return document;
  }

  /** Compares and sets: whoever comes with another version than the present one writes nothing. */
  private static boolean write(
      Connection connection, String name, long before, String text, String by) throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(before == 0 ? INSERT : UPDATE)) {
      if (before == 0) {
        write.setString(1, name);
        write.setString(2, text);
        write.setString(3, by);
      } else {
        write.setString(1, text);
        write.setString(2, by);
        write.setString(3, name);
        write.setLong(4, before);
      }
      return write.executeUpdate() == 1;
    }
  }

  /** A connection that broke at the end of a change: another one may tell what became of it. */
  private Document settled(Document wanted, SQLException failure) throws IOException {
    Document now;
    // To change, for that waits for the end of a transaction that is still being kept.
    try (Connection connection = connections.open()) {
      now = read(connection, READ_TO_CHANGE, wanted.name());
    } catch (SQLException e) {
      failure.addSuppressed(e);
      throw unsettled(wanted, failure);
    }
    if (now == null || now.version() > wanted.version()) {
      throw unsettled(wanted, failure);
    }
    if (now.version() == wanted.version() && now.text().equals(wanted.text())) {
      return now;
    }
    throw failed(failure);
  }

  private static UnsettledChangeException unsettled(Document wanted, SQLException failure) {
    return new UnsettledChangeException(
        "The store fell silent while "
            + wanted.name()
            + " was changed, and whether it is changed is not known: look before you repeat it.",
        failure);
  }

  /** The versions of those that there are. */
  static Map<String, Long> versions(Connection connection, Collection<String> names)
      throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(VERSIONS)) {
      query.setArray(1, connection.createArrayOf("text", names.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          versions.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return versions;
  }

  static @Nullable Document read(Connection connection, String name) throws SQLException {
    return read(connection, READ, name);
  }

  private static @Nullable Document read(Connection connection, String sql, String name)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next()
            ? new Document(
                rows.getString(1),
                rows.getLong(2),
                rows.getString(3),
                rows.getTimestamp(4).toInstant(),
                rows.getString(5))
            : null;
      }
    }
  }

  private static IOException failed(SQLException e) {
    String state = e.getSQLState();
    boolean away = state == null || state.startsWith("08") || state.startsWith("57");
    return new IOException(
        (away ? "The store does not answer: " : "The store says no: ") + e.getMessage(), e);
  }
}
