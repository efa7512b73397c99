package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.store.Document;
import io.tollgate.gateway.store.Documents;
import io.tollgate.gateway.store.SharedDocuments;
import io.tollgate.gateway.store.StoreConnections;
import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A directory in a document of the store. */
final class StoreDirectory implements DirectoryEditor {

  /** Reads or changes the documents, by whatever connections there are. */
  private interface Access {
    @Nullable Document read(String name) throws IOException;

    Document edit(String name, String by, Documents.Change<InvalidFilesException> change)
        throws IOException, InvalidFilesException;
  }

  private final Access access;
  private final String name;

  private StoreDirectory(Access access, String name) {
    this.access = access;
    this.name = name;
  }

  /** The document as a gateway changes it: its own copy has the change, too. */
  static StoreDirectory of(SharedDocuments shared, String name) {
    return new StoreDirectory(
        new Access() {
          @Override
          public @Nullable Document read(String name) throws IOException {
            return shared.documents().read(name);
          }

          @Override
          public Document edit(
              String name, String by, Documents.Change<InvalidFilesException> change)
              throws IOException, InvalidFilesException {
            return shared.edit(name, by, change);
          }
        },
        name);
  }

  /** The document as a command changes it, that connects and disconnects. */
  static StoreDirectory of(StoreSettings settings, String name) {
    return new StoreDirectory(
        new Access() {
          @Override
          public @Nullable Document read(String name) throws IOException {
            try (StoreConnections connections = new StoreConnections(settings)) {
              return new Documents(connections).read(name);
            }
          }

          @Override
          public Document edit(
              String name, String by, Documents.Change<InvalidFilesException> change)
              throws IOException, InvalidFilesException {
            try (StoreConnections connections = new StoreConnections(settings)) {
              return new Documents(connections).edit(name, by, change);
            }
          }
        },
        name);
  }

  @Override
  public Directory read() throws IOException, InvalidFilesException {
    return parse(access.read(name));
  }

  @Override
  public Directory edit(String by, UnaryOperator<Directory> change)
      throws IOException, InvalidFilesException {
    Document now = access.edit(name, by, present -> KeyFile.text(change.apply(parse(present))));
    return parse(now);
  }

  private Directory parse(@Nullable Document document) throws InvalidFilesException {
    if (document == null) {
      return Directory.of(List.of());
    }
    return switch (KeyFile.parse(toString(), document.text())) {
      case Parsed.Ok<Directory>(Directory directory) -> directory;
      case Parsed.Failed<Directory> failed -> throw new InvalidFilesException(failed.problems());
    };
  }

  @Override
  public String toString() {
    return DocumentPaths.PREFIX + name;
  }
}
