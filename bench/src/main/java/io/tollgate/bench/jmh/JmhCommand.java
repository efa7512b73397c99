package io.tollgate.bench.jmh;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks with short defaults: a first look takes seconds, not minutes. */
@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = "Runs the JMH benchmarks whose names match; all of them if none is given.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a benchmark failed, or a plain request allocates too much",
      "2:wrong usage"
    })
public final class JmhCommand implements Callable<Integer> {

  @Parameters(paramLabel = "REGEX", description = "Part of a benchmark's name.")
  private List<String> includes = List.of();

  @Option(names = "--forks", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private int forks;

  @Option(
      names = "--warm-ups",
      defaultValue = "3",
      description = "Iterations of 1 s that are not counted. Default: ${DEFAULT-VALUE}.")
  private int warmUps;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "Iterations of 1 s that are counted. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(names = "--json", description = "File for the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws RunnerException {
    Collection<RunResult> results = new Runner(options()).run();
    AllocationBudget budget = AllocationBudget.of(results);
    if (budget != null) {
      System.out.println(budget.sentence());
    }
    return results.isEmpty() || (budget != null && !budget.isKept()) ? 1 : 0;
  }

  Options options() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(forks)
            .warmupIterations(warmUps)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    includes.forEach(options::include);
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    return options.build();
  }
}
