package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.DocumentUse;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.RoutingFiles;
import io.tollgate.gateway.store.Document;
import io.tollgate.gateway.store.Documents;
import io.tollgate.gateway.store.StoreConnections;
import io.tollgate.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate cluster publish}: puts a file in force on all nodes. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a file in the place of a document of the store, or makes the document.",
      "All gateways take it in within a second. It is checked before, as what the configuration",
      "uses the document for: keys, policies, prices or models. A file with mistakes is refused."
    })
final class ClusterPublishCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Mixin private StoreOption store;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The document: what follows store: in tollgate.yaml.")
  private String name;

  @Parameters(index = "1", paramLabel = "FILE", description = "What is to be in it.")
  private Path file;

  @Option(
      names = "--over",
      paramLabel = "VERSION",
      description =
          "Only in the place of this version (0: only if there is none yet). Default: of any.")
  private @Nullable Long over;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ClusterPublishCommand() {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    if (!Document.isName(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "\"" + name + "\" is no name (expected: up to 64 of a-z, 0-9 and ._-).");
    }
    GatewayConfig config = store.config().read();
    try (StoreConnections connections = store.open(config)) {
      String text = Files.readString(file);
      check(config, text);
      Documents documents = new Documents(connections);
      Document published =
          over == null
              ? documents.edit(name, KeyFileOption.editor(), _ -> text)
              : documents.replace(name, over, text, KeyFileOption.editor());
      if (published == null) {
        spec.commandLine()
            .getErr()
            .println("tollgate: " + name + " is not of version " + over + ": nothing was changed.");
        return Tollgate.FOUND_WRONG;
      }
      say(published);
    }
    return 0;
  }

  private void check(GatewayConfig config, String text) throws IOException, InvalidFilesException {
    Set<DocumentUse> uses = DocumentUse.of(config, name);
    if (uses.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          store.config().path()
              + " names no store:"
              + name
              + ", so that nothing says what it has to be (named: "
              + String.join(", ", config.documents())
              + ").");
    }
    List<Problem> problems = new ArrayList<>();
    try (FetchedDocuments documents = FetchedDocuments.open()) {
      RoutingFiles around =
          uses.contains(DocumentUse.POLICIES) ? documents.models(config) : RoutingFiles.of(config);
      for (DocumentUse use : uses) {
        problems.addAll(use.problems(file, text, around, Instant.now()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidFilesException(problems);
    }
  }

  private void say(Document published) {
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", published.name());
      fields.put("version", published.version());
      spec.commandLine().getOut().println(JSON.writeValueAsString(fields));
    } else {
      spec.commandLine()
          .getErr()
          .printf("%s is version %d of %s.%n", file, published.version(), published.name());
    }
  }
}
