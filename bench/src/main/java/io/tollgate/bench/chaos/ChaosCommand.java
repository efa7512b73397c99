package io.tollgate.bench.chaos;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a gateway among providers that fail in every way, and says whether it stood it. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends mixed traffic through a gateway of its own process while providers stall, cut, lie"
          + " and",
      "refuse, and clients leave; then holds the ledger against what clients saw and what the",
      "providers bill, and looks at memory, threads, descriptors and blocked event loops."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:everything is as it must be", "1:something is not", "2:wrong usage"})
public final class ChaosCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--minutes",
      defaultValue = "3",
      description = "How long; hours are fine. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--rate",
      defaultValue = "60",
      description = "Requests/s, sent whatever happens. Default: ${DEFAULT-VALUE}.")
  private int requestsPerSecond;

  @Option(
      names = "--streamed",
      defaultValue = "70",
      description = "Percent of streamed requests. Default: ${DEFAULT-VALUE}.")
  private int streamedPercent;

  @Option(
      names = "--faulty",
      defaultValue = "20",
      description = "Percent of requests that meet a fault. Default: ${DEFAULT-VALUE}.")
  private int faultyPercent;

  @Option(
      names = "--leaving",
      defaultValue = "3",
      description = "Percent of clients that leave. Default: ${DEFAULT-VALUE}.")
  private int leavingPercent;

  @Option(names = "--seed", description = "Of the requests. Default: another each time.")
  private long seed = System.nanoTime();

  @Option(names = "--folder", description = "For files and log. Default: a temporary one.")
  private @Nullable Path folder;

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "Further option of the gateway's JVM, e.g. -Xmx128m.")
  private List<String> jvmOptions = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path place = folder == null ? Files.createTempDirectory("tollgate-chaos") : folder;
    PrintWriter progress = spec.commandLine().getErr();
    ChaosPlan plan =
        new ChaosPlan(
            Duration.ofMillis(Math.round(minutes * 60_000)),
            requestsPerSecond,
            streamedPercent,
            faultyPercent,
            leavingPercent,
            seed,
            jvmOptions);
    progress.printf("files and log in %s%n", place);
    ChaosReport report =
        new ChaosRun(plan, place)
            .run(share -> {
              progress.printf("\rchaos: %3d %% of %s min", Math.round(share * 100), minutes);
              progress.flush();
            });
    progress.print("\r\033[K");
    progress.flush();
    spec.commandLine().getOut().print(report.markdown());
    spec.commandLine().getOut().flush();
    return report.isSound() ? 0 : 1;
  }
}
