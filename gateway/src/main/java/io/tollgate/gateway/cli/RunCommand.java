package io.tollgate.gateway.cli;

import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.StartException;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tollgate run}: the gateway, until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the gateway until it gets SIGTERM or SIGINT.",
      "Then it stops accepting, lets running requests end and writes down what is left."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RunCommand() {}

  @Override
  public Integer call()
      throws IOException, InvalidFilesException, StartException, InterruptedException {
    GatewayConfig settings = config.read();
    Gateway gateway = Gateway.start(settings);
    spec.commandLine()
        .getOut()
        .printf(
            "Tollgate is ready: applications on port %d (/v1), page, health and metrics on"
                + " http://%s:%d%n",
            gateway.dataPort(), settings.listen().adminHost(), gateway.adminPort());
    drainOnShutdown(gateway);
    new CountDownLatch(1).await();
    return 0;
  }

  /** The JVM turns SIGTERM and SIGINT into its shutdown; a drained gateway ends with status 0. */
  static void drainOnShutdown(Gateway gateway) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  gateway.drain();
                  Runtime.getRuntime().halt(0);
                },
                "tollgate-drain"));
  }
}
