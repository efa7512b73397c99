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
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares OpenAI-compatible servers under load and prints a table. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares OpenAI-compatible servers under load and prints a Markdown table.",
      "The first target is the one the others are compared with: the provider itself."
    },
    footer = {
      "",
      "Example:",
      "  load --target direct --url http://127.0.0.1:9001/v1 --key k --model sim --pid 101 \\",
      "       --target gateway --url http://127.0.0.1:8080/v1 --key t --model sim/sim --pid 102"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all requests were answered", "1:some failed", "2:wrong usage"})
public final class LoadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "Targets, one or more:%n")
  private List<TargetOptions> targets = new ArrayList<>();

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

  /** The options of one target. */
  static final class TargetOptions {
    @Option(names = "--target", required = true, description = "Its name in the table.")
    private String name = "";

    @Option(names = "--url", required = true, description = "Its OpenAI base URL.")
    private URI url = URI.create("http://127.0.0.1/v1");

    @Option(names = "--key", required = true, description = "Its bearer key.")
    private String key = "";

    @Option(names = "--model", required = true, description = "The model to ask for.")
    private String model = "";

    @Option(names = "--pid", defaultValue = "0", description = "Its process, for CPU and RSS.")
    private long pid;
  }

  /** Runs the command and exits. */
  public static void main(String... args) {
    System.exit(new CommandLine(new LoadCommand()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<LoadTarget> measured =
        targets.stream().map(t -> new LoadTarget(t.name, t.url, t.key, t.model, t.pid)).toList();
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
