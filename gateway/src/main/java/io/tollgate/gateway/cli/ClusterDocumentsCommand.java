package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.store.Document;
import io.tollgate.gateway.store.Documents;
import io.tollgate.gateway.store.StoreConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate cluster documents}: lists the files that all nodes go by. */
@Command(
    name = "documents",
    mixinStandardHelpOptions = true,
    description =
        "Lists the documents of the store: name, version, size, when and by whom changed.")
final class ClusterDocumentsCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Mixin private StoreOption store;

  @Option(names = "--json", description = "Prints JSON lines.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ClusterDocumentsCommand() {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    PrintWriter out = spec.commandLine().getOut();
    try (StoreConnections connections = store.open()) {
      for (Document.Entry entry : new Documents(connections).list()) {
        if (json) {
          out.println(JSON.writeValueAsString(fields(entry)));
        } else {
          out.printf(
              "%-32s  version %-6d  %,10d bytes  %s  %s%n",
              entry.name(),
              entry.version(),
              entry.bytes(),
              entry.changedAt().truncatedTo(ChronoUnit.SECONDS),
              entry.changedBy());
        }
      }
    }
    return 0;
  }

  private static Map<String, Object> fields(Document.Entry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", entry.name());
    fields.put("version", entry.version());
    fields.put("bytes", entry.bytes());
    fields.put("changed_at", entry.changedAt().toString());
    fields.put("changed_by", entry.changedBy());
    return fields;
  }
}
