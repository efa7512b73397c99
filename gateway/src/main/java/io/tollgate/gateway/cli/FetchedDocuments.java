package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.DocumentUse;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.NodeDocuments;
import io.tollgate.gateway.config.RoutingFiles;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The documents that a configuration names, in a folder that is gone with the command. */
final class FetchedDocuments implements AutoCloseable {

  private final Path folder;
  private final NodeDocuments documents;

  private FetchedDocuments(Path folder) {
    this.folder = folder;
    this.documents = NodeDocuments.apart(folder);
  }

  static FetchedDocuments open() throws IOException {
    return new FetchedDocuments(Files.createTempDirectory("tollgate-documents"));
  }

  /** The configuration as a start would get it. */
  ConfigSource of(ConfigSource source) {
    return source.fetching(documents);
  }

  /** What policies are checked against: the models and prices of a configuration. */
  RoutingFiles models(GatewayConfig config) throws InvalidFilesException {
    return files(config, EnumSet.of(DocumentUse.MODELS, DocumentUse.PRICES));
  }

  /** What decisions are made from. */
  RoutingFiles routing(GatewayConfig config) throws InvalidFilesException {
    return files(config, EnumSet.complementOf(EnumSet.of(DocumentUse.KEYS)));
  }

  private RoutingFiles files(GatewayConfig config, Set<DocumentUse> uses)
      throws InvalidFilesException {
    return switch (documents.fetchFor(config, uses)) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig fetched) -> RoutingFiles.of(fetched);
      case Parsed.Failed<GatewayConfig> failed ->
          throw new InvalidFilesException(failed.problems());
    };
  }

  @Override
  public void close() throws IOException {
    documents.close();
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
