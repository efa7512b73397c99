package io.tollgate.bench.load;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Compares OpenAI-compatible servers under load and prints a table. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Tollgate against its provider called directly, or any servers named as targets.",
      "Prints a Markdown table: requests/s, CPU, latency and what it adds, memory. Without targets"
          + " a",
      "simulated provider and a gateway are started, each in a process of its own, with everything",
      "switched on; afterwards the ledger must have a settled entry for every request.",
      "The first target is the one the others are compared with: the provider itself."
    },
    footer = {
      "",
      "Example:",
      "  tollgate bench load --target direct,http://127.0.0.1:9001/v1,k,sim,101 \\",
      "       --target gateway,http://127.0.0.1:8080/v1,tg_...,auto,102"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all requests were answered", "1:some failed", "2:wrong usage"})
public final class LoadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--target",
      paramLabel = "NAME,URL,KEY,MODEL[,PID]",
      converter = TargetConverter.class,
      description = "A server to compare; its process id gives CPU and memory.")
  private List<LoadTarget> targets = new ArrayList<>();

  @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--connections",
      defaultValue = "32",
      description = "Of the closed loop. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Requests/s of the open loop. Default: ${DEFAULT-VALUE}.")
  private int requestsPerSecond;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "3",
      description = "Seconds before each measurement. Default: ${DEFAULT-VALUE}.")
  private double warmUpSeconds;

  @Option(names = "--stream", description = "Ask for streamed answers.")
  private boolean stream;

  @Option(
      names = "--prompt-bytes",
      defaultValue = "1000",
      description = "Size of each prompt. Default: ${DEFAULT-VALUE}.")
  private int promptBytes;

  @Option(
      names = "--max-tokens",
      defaultValue = "256",
      description = "Limit stated in each request. Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--timeout",
      defaultValue = "30",
      description = "Seconds to wait for an answer. Default: ${DEFAULT-VALUE}.")
  private double timeoutSeconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the prompts. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "File for the figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--gateway-setting",
      paramLabel = "LINE",
      description = "Further line of our gateway's configuration, e.g. 'durability: disk'.")
  private List<String> gatewaySettings = new ArrayList<>();

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "Further option of our gateway's JVM, e.g. -Xmx256m.")
  private List<String> jvmOptions = new ArrayList<>();

  /** Reads one target. */
  static final class TargetConverter implements ITypeConverter<LoadTarget> {
    @Override
    public LoadTarget convert(String text) {
      List<String> parts = List.of(text.split(",", -1));
      if (parts.size() < 4 || parts.size() > 5) {
        throw new TypeConversionException("expected NAME,URL,KEY,MODEL or NAME,URL,KEY,MODEL,PID");
      }
      return new LoadTarget(
          parts.get(0),
          URI.create(parts.get(1)),
          parts.get(2),
          parts.get(3),
          parts.size() == 5 ? Long.parseLong(parts.get(4)) : 0);
    }
  }

  @Override
  public Integer call() throws Exception {
    if (!targets.isEmpty()) {
      return measure(targets);
    }
    try (OwnTargets own = OwnTargets.start(gatewaySettings, jvmOptions)) {
      int exitCode = measure(own.targets());
      spec.commandLine().getOut().println(own.stopAndAudit());
      return exitCode;
    }
  }

  private int measure(List<LoadTarget> measured) throws Exception {
    LoadRunPlan plan =
        new LoadRunPlan(
            rounds,
            connections,
            requestsPerSecond,
            new Workload(stream, promptBytes, maxTokens, seed),
            duration(warmUpSeconds),
            duration(seconds),
            duration(timeoutSeconds));
    PrintWriter progress = spec.commandLine().getErr();
    LoadReport report =
        new LoadRun(measured, plan)
            .run(line -> {
              progress.println(line);
              progress.flush();
            });
    spec.commandLine().getOut().println(report.markdown());
    if (json != null) {
      Files.writeString(json, report.json() + "\n");
    }
    return report.targets().stream().allMatch(target -> target.errorCount() == 0) ? 0 : 1;
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
