package io.tollgate.bench.demo;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.DemoProviders;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.rig.RigFiles;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.StartException;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.cli.CommandProvider;
import io.tollgate.gateway.cli.ProcessSignals;
import io.tollgate.gateway.cli.Terminal;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.config.SecretSource;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.Verification;
import io.tollgate.policies.money.Picodollars;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate demo}: everything at once, with nothing to configure. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a gateway with an embedded ledger and three simulated providers (frontier, open",
      "mixture-of-experts, local), sends sample traffic, shows the decisions and the spend by"
          + " model",
      "as they happen, and leaves it running until Ctrl-C. Its files are in var/demo."
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Path FOLDER = Path.of("var", "demo");
  private static final Duration REFRESH = Duration.ofMillis(250);

  @Option(names = "--port", defaultValue = "8080", description = "Data plane (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--admin-port",
      defaultValue = "8081",
      description = "Page, health, metrics (${DEFAULT-VALUE}).")
  private int adminPort;

  @Option(
      names = "--requests",
      defaultValue = "60",
      description = "Sample requests to send (${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--per-second",
      defaultValue = "5",
      description = "How many of them a second (${DEFAULT-VALUE}).")
  private int perSecond;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of traffic and providers (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--stop",
      description = "Ends when the sample requests are answered, in place of Ctrl-C.")
  private boolean stop;

  /** So that there is one to look at; the sample traffic stays far below it. */
  private static final Budget HOURLY =
      new Budget(
          "demo-hourly",
          Scope.EVERYTHING,
          Picodollars.ofDollars("1"),
          new BudgetWindow(BudgetWindow.Every.HOUR, ZoneOffset.UTC),
          Budget.ALERTS,
          true);

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  private DemoCommand() {}

  /** Puts the command on the {@code tollgate} command line. */
  public static final class Provider implements CommandProvider {
    @Override
    public Object command() {
      return new DemoCommand();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logForPeople();
    PrintWriter out = spec.commandLine().getOut();
    String key = KeyText.generate(new SecureRandom());
    Vertx providerVertx = Vertx.vertx();
    List<RigFiles.Running> providers = new ArrayList<>();
    for (DemoProvider demo : DemoProviders.all(seed)) {
      providers.add(
          new RigFiles.Running(
              demo, SimulatedProvider.start(providerVertx, demo.profile()).await().baseUrl()));
    }
    RigFiles files = new RigFiles(FOLDER);
    files.write(
        providers,
        key,
        policies(),
        "{ data_host: 127.0.0.1, data_port: " + port + ", admin_port: " + adminPort + " }",
        "drain: 5s\n");
    Gateway gateway;
    try {
      KeyFile.edit(
          FOLDER.resolve("keys.yaml"), directory -> directory.withBudgets(List.of(HOURLY)));
      gateway =
          Gateway.start(
              ConfigSource.file(files.config(), new SecretSource(System.getenv())),
              InstantSource.system());
    } catch (InvalidFilesException e) {
      e.problems().forEach(spec.commandLine().getErr()::println);
      return 2;
    } catch (StartException e) {
      spec.commandLine()
          .getErr()
          .println("tollgate: " + e.getMessage() + "; other ports: --port, --admin-port");
      return 3;
    }
    CountDownLatch stopping = stopOnSignal(gateway, providerVertx);
    announce(out, gateway, key);
    LiveTable table = new LiveTable(gateway.log(), out, Terminal.isAttached());
    show(table, new SampleTraffic(gateway.dataPort(), key, seed), stopping);
    table.conclude();
    if (stop) {
      gateway.drain();
      providerVertx.close().await();
      return 0;
    }
    conclude(out, gateway, key);
    stopping.await();
    return 0;
  }

  private static String policies() throws IOException {
    try (InputStream policies = DemoCommand.class.getResourceAsStream("policies.yaml")) {
      if (policies == null) {
        throw new IllegalStateException("policies.yaml is not on the class path");
      }
      return new String(policies.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Warnings only, as lines: the table is what is to be read. */
  private static void logForPeople() {
    for (Map.Entry<String, String> setting :
        Map.of("TOLLGATE_LOG", "pretty", "TOLLGATE_LOG_LEVEL", "WARN").entrySet()) {
      if (System.getenv(setting.getKey()) == null) {
        System.setProperty(setting.getKey(), setting.getValue());
      }
    }
  }

  /** Ends the process by itself: the sample traffic and the table are not waited for. */
  private static CountDownLatch stopOnSignal(Gateway gateway, Vertx providerVertx) {
    CountDownLatch stopping = new CountDownLatch(1);
    ProcessSignals.handle(
        () -> {
          stopping.countDown();
          gateway.drain();
          providerVertx.close().await();
          Runtime.getRuntime().halt(0);
        },
        gateway::reload);
    return stopping;
  }

  private static void announce(PrintWriter out, Gateway gateway, String key) {
    out.printf(
        "Tollgate is up on the embedded ledger, in front of three simulated providers.%n"
            + "  page      http://127.0.0.1:%d/%n"
            + "  base URL  http://127.0.0.1:%d/v1%n"
            + "  files     %s (may be edited while it runs)%n%n",
        gateway.adminPort(), gateway.dataPort(), FOLDER);
    printCurl(out, gateway, key);
    out.flush();
  }

  private static void printCurl(PrintWriter out, Gateway gateway, String key) {
    out.printf(
        "  curl http://127.0.0.1:%d/v1/chat/completions \\%n    -H 'Authorization: Bearer %s' \\%n "
            + "   -H 'Content-Type: application/json' \\%n    -d"
            + " '{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three"
            + " primes.\"}]}'%n%n",
        gateway.dataPort(), key);
  }

  private void show(LiveTable table, SampleTraffic traffic, CountDownLatch stopping)
      throws InterruptedException {
    CountDownLatch sent = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try {
            traffic.send(requests, Duration.ofMillis(1000 / perSecond), stopping);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            sent.countDown();
          }
        });
    while (!sent.await(REFRESH.toMillis(), TimeUnit.MILLISECONDS)) {
      table.update();
    }
    table.update();
  }

  private static void conclude(PrintWriter out, Gateway gateway, String key) {
    Verification result = LedgerVerifier.verify(FOLDER.resolve("ledger"), Progress.SILENT);
    out.printf(
        "%nThe ledger %s: %d records. Sample traffic is done; the gateway stays up until Ctrl-C.%n"
            + "  page  http://127.0.0.1:%d/%n%n",
        result.isSound() ? "verifies" : "DOES NOT VERIFY, see `tollgate ledger verify`",
        result.records(),
        gateway.adminPort());
    printCurl(out, gateway, key);
    out.flush();
  }
}
