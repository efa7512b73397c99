package io.tollgate.gateway.cli;

import io.tollgate.gateway.store.ClusterStatus;
import io.tollgate.gateway.store.StoreConnections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate cluster forget}: a gateway will not come back. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    description = {
      "Says that a gateway which is gone will not come back: what it may have spent beyond what it",
      "said, which is in doubt until its journal says so, is given to the others."
    })
final class ClusterForgetCommand implements Callable<Integer> {

  @Mixin private StoreOption store;

  @Parameters(paramLabel = "NODE", description = "Its name, or its id.")
  private String node;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ClusterForgetCommand() {}

  @Override
  public Integer call() throws Exception {
    try (StoreConnections connections = store.open()) {
      ClusterStatus.Node forgotten = ClusterStatus.forget(connections, node);
      spec.commandLine()
          .getOut()
          .printf("%s (%s) is forgotten.%n", forgotten.name(), forgotten.id());
      return 0;
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println("tollgate: " + e.getMessage());
      return Tollgate.FOUND_WRONG;
    }
  }
}
