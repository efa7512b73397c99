package io.tollgate.gateway.cli;

import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.StartException;
import io.tollgate.gateway.config.InvalidFilesException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tollgate run}: the gateway, until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the gateway until it gets SIGTERM or SIGINT. Then it lets running requests end, takes",
      "no others, writes down what is left and ends with 0. A second signal ends it at once, with",
      "143 or 130; the next start settles what was open. Changes of its files are taken in as they",
      "are made; SIGHUP has it look at once."
    })
final class RunCommand implements Callable<Integer> {

  private static final long FIRST_SECONDS = 5;

  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RunCommand() {}

  @Override
  public Integer call()
      throws IOException, InvalidFilesException, StartException, InterruptedException {
    return run(config, spec.commandLine().getOut());
  }

  /** Runs a gateway, says where it listens, and returns once it was told to stop and has. */
  static int run(ConfigOption config, PrintWriter out)
      throws IOException, InvalidFilesException, StartException, InterruptedException {
    Gateway gateway = Gateway.start(config.source(), InstantSource.system());
    CountDownLatch stopped = new CountDownLatch(1);
    ProcessSignals.handle(
        () -> {
          try {
            gateway.drain();
          } finally {
            stopped.countDown();
          }
        },
        gateway::reload);
    out.printf(
        "Tollgate is ready: applications on port %d (/v1), page, health and metrics on"
            + " http://%s:%d%n",
        gateway.dataPort(), gateway.adminHost(), gateway.adminPort());
    // Not while the first requests want the CPU for what they load and compile.
    if (!stopped.await(FIRST_SECONDS, TimeUnit.SECONDS)) {
      HeapGrowth.bound();
      stopped.await();
    }
    return 0;
  }
}
