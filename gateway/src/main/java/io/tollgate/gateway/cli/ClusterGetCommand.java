package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.store.Document;
import io.tollgate.gateway.store.Documents;
import io.tollgate.gateway.store.StoreConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate cluster get}: prints a file that all nodes go by. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Prints a document of the store as it is. Exit code 1 where there is none.")
final class ClusterGetCommand implements Callable<Integer> {

  @Mixin private StoreOption store;

  @Parameters(paramLabel = "NAME", description = "Its name: what follows store: in tollgate.yaml.")
  private String name;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ClusterGetCommand() {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    Document document;
    try (StoreConnections connections = store.open()) {
      document = new Documents(connections).read(name);
    }
    if (document == null) {
      spec.commandLine()
          .getErr()
          .println("tollgate: the store has no document " + name + "; `cluster documents` lists.");
      return Tollgate.FOUND_WRONG;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(document.text());
    out.flush();
    return 0;
  }
}
