package io.tollgate.bench.attack;

import io.tollgate.bench.load.Manner;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Thousands of clients that ask for a long stream and hardly read it. */
@Command(
    name = "slow-readers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts a gateway with a small heap, thousands of clients that hardly read the streams they",
      "asked for, and well-behaved clients beside them. Prints what the latter notice, and memory.",
      "Afterwards the ledger must have an end for every request."
    },
    footer = {"", "Example:", "  tollgate bench attack slow-readers --readers 5000 --heap 256m"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nobody else was harmed",
      "1:a request of others failed, or memory ran out",
      "2:wrong usage"
    })
public final class SlowReadersCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--readers",
      defaultValue = "5000",
      description = "Clients that hardly read. Default: ${DEFAULT-VALUE}.")
  private int readers;

  @Option(
      names = "--reading",
      defaultValue = "BYTE_PER_TICK",
      description = "BYTE_PER_TICK (a byte a second) or NOTHING. Default: ${DEFAULT-VALUE}.")
  private Manner.Reading reading;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--rate",
      defaultValue = "100",
      description = "Requests/s of well-behaved clients. Default: ${DEFAULT-VALUE}.")
  private int requestsPerSecond;

  @Option(
      names = "--heap",
      defaultValue = "256m",
      description = "The gateway's -Xmx. Default: ${DEFAULT-VALUE}.")
  private String heap;

  @Option(
      names = "--answer-tokens",
      defaultValue = "1200",
      description = {
        "Length of the streams that are hardly read. What the gateway does not take waits in the",
        "provider's socket on this same machine, whose kernel has only so much memory for sockets:",
        "longer ones measure that. Default: ${DEFAULT-VALUE}."
      })
  private int answerTokens;

  @Option(
      names = "--gateway-limits",
      defaultValue = "",
      description = "Further limits of the gateway, e.g. 'write_stall: 10s'.")
  private String limits;

  @Option(names = "--json", description = "File for the figures as JSON.")
  private @Nullable Path json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  SlowReadersCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter progress = spec.commandLine().getErr();
    SlowReaders.Plan plan =
        new SlowReaders.Plan(
            readers,
            reading,
            requestsPerSecond,
            Duration.ofMillis(Math.round(seconds * 1000)),
            heap,
            answerTokens,
            limits);
    SlowReadersReport report =
        SlowReaders.run(
            plan,
            line -> {
              progress.println(line);
              progress.flush();
            });
    spec.commandLine().getOut().println(report.markdown());
    if (json != null) {
      Files.writeString(json, report.json() + "\n");
    }
    return report.isHarmless() ? 0 : 1;
  }
}
