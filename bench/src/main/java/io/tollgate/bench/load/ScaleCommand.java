package io.tollgate.bench.load;

import io.tollgate.bench.ReportFolder;
import io.tollgate.gateway.cli.ProgressBar;
import io.tollgate.gateway.cli.Tollgate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Watches what a request costs while something grows. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures CPU time and latency of a request through the gateway while the load, the open",
      "streams, the deployments or the virtual keys grow, and fits the power of the size with"
          + " which",
      "each grows. Every request must have a settled entry of the right amount in the ledger.",
      "Writes scale.md, scale.json and plots."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured, and the ledgers have every request",
      "1:requests failed, or a ledger has not",
      "2:wrong usage"
    })
public final class ScaleCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--axis",
      split = ",",
      paramLabel = "NAME",
      converter = AxisConverter.class,
      description = "What grows: load, streams, deployments, keys. Default: all.")
  private List<ScaleAxis> axes = new ArrayList<>();

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Measurements at each size. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--settle",
      defaultValue = "10",
      description =
          "Seconds of load on a gateway before it is measured. Default: ${DEFAULT-VALUE}.")
  private double settleSeconds;

  @Mixin private CpuOption cpus = new CpuOption();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Option(names = "--json", description = "Prints the figures as JSON in place of tables.")
  private boolean json;

  /** Reads the name of an axis. */
  static final class AxisConverter implements ITypeConverter<ScaleAxis> {
    @Override
    public ScaleAxis convert(String text) {
      return ScaleAxis.all().stream()
          .filter(axis -> axis.key().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("expected one of " + ScaleAxis.all()));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ScaleRun.ScalePlan plan =
        new ScaleRun.ScalePlan(
            axes.isEmpty() ? ScaleAxis.all() : List.copyOf(axes),
            rounds,
            duration(settleSeconds),
            duration(seconds),
            OpenFiles.connectionsThroughProxyMax());
    try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "scale", json);
        ScaleRun run = ScaleRun.start(plan, cpus.placement(), bar::at)) {
      ScaleReport report = run.run();
      bar.close();
      tell(report, run.audit());
      return report.points().stream().allMatch(point -> point.errors() == 0)
          ? 0
          : Tollgate.FOUND_WRONG;
    } catch (AuditException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Tollgate.FOUND_WRONG;
    }
  }

  private void tell(ScaleReport report, List<String> audit) throws IOException {
    String text = report.markdown() + "\n" + String.join("\n", audit);
    Path directory = folder.directory();
    Files.writeString(
        directory.resolve("scale.md"), "`" + folder.commandLine().strip() + "`\n\n" + text + "\n");
    Files.writeString(directory.resolve("scale.json"), report.json() + "\n");
    report.plot(directory);
    spec.commandLine().getOut().println(json ? report.json() : text);
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
