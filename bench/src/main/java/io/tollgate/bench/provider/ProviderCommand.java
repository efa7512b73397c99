package io.tollgate.bench.provider;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one simulated provider as a process of its own, until it is stopped. */
@Command(
    name = "provider",
    mixinStandardHelpOptions = true,
    description = "Runs a simulated provider on 127.0.0.1 until it is stopped.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"1:could not start", "2:wrong usage", "143:stopped by SIGTERM"})
public final class ProviderCommand implements Callable<Integer> {

  @Option(names = "--port", defaultValue = "0", description = "Port; 0 takes a free one.")
  private int port;

  @Option(names = "--key", defaultValue = "sk-simulated", description = "Bearer key to require.")
  private String key = "";

  @Option(names = "--model", defaultValue = "sim", description = "Name of its model.")
  private String model = "";

  @Option(names = "--seed", defaultValue = "1", description = "Seed of its answers.")
  private long seed;

  @Option(
      names = "--tokens",
      defaultValue = "24",
      description = "Typical length of an answer (default: ${DEFAULT-VALUE}).")
  private int typicalTokens;

  @Option(
      names = "--ttft-ms",
      defaultValue = "0",
      description = "Time to first token (default: ${DEFAULT-VALUE}).")
  private long ttftMillis;

  @Option(
      names = "--tokens-per-second",
      defaultValue = "" + SimulatedModel.UNPACED,
      description = "Speed (default: ${DEFAULT-VALUE}, which means no pacing).")
  private int tokensPerSecond;

  @Option(names = "--flat-out", description = "For benchmarks: canned answers, no delay, no bill.")
  private boolean flatOut;

  @Option(
      names = "--events-per-write",
      defaultValue = "1",
      description = "With --flat-out: events of a stream in one write.")
  private int eventsPerWrite;

  @Option(
      names = "--also",
      paramLabel = "NAME=TOKENS",
      description = "A further model and the typical length of its answers.")
  private Map<String, Integer> furtherModels = new TreeMap<>();

  @Option(
      names = "--stalling",
      paramLabel = "NAME",
      description = "With --flat-out: one of the models; its streams begin and then say nothing.")
  private Set<String> stalling = new TreeSet<>();

  @Option(names = "--bill", description = "File for the bill as JSON lines; must not exist.")
  private @Nullable Path billFile;

  /** Runs the command and exits. */
  public static void main(String... args) {
    System.exit(new CommandLine(new ProviderCommand()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<SimulatedModel> served = new ArrayList<>();
    served.add(served(model, typicalTokens));
    furtherModels.forEach((name, tokens) -> served.add(served(name, tokens)));
    Pace.FlatOut canned = new Pace.FlatOut(eventsPerWrite, stalling);
    Pace pace = flatOut ? canned : new Pace.Lifelike();
    ProviderProfile profile =
        new ProviderProfile("provider", seed, port, key, served, pace, billFile, Prompter.SILENT);
    if (flatOut) {
      listening(CannedServer.start(profile, canned).baseUrl());
      new CountDownLatch(1).await();
      return 0;
    }
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true))
            .build();
    SimulatedProvider provider =
        SimulatedProvider.start(vertx, profile)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(provider)));
    listening(provider.baseUrl());
    new CountDownLatch(1).await();
    return 0;
  }

  /** One line that a script can read. */
  private static void listening(String baseUrl) {
    System.out.println("listening " + baseUrl + " pid " + ProcessHandle.current().pid());
  }

  private SimulatedModel served(String name, int tokens) {
    return SimulatedModel.instant(name)
        .ofLength(tokens)
        .paced(Duration.ofMillis(ttftMillis), tokensPerSecond);
  }

  private static void close(SimulatedProvider provider) {
    // Bounded, because the process is going away in any case.
    provider
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(2, TimeUnit.SECONDS)
        .join();
  }
}
