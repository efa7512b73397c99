package io.tollgate.bench.budget;

import io.tollgate.bench.RecordedSet;
import io.tollgate.bench.ReportFolder;
import io.tollgate.bench.Seed;
import io.tollgate.gateway.cli.ProgressBar;
import io.tollgate.gateway.cli.Tollgate;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.RoutingData;
import io.tollgate.gateway.training.RoutingDataException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a quality budget to the test, through a running gateway. */
@Command(
    name = "budget",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a router on half of a set of recorded questions, starts a gateway with it in front",
      "of simulated providers that answer as was recorded, and asks it the other half under a",
      "quality budget: once as recorded, once after the two most used cheap models have silently",
      "got worse. Then holds what ledger, metrics and admin plane say against what happened, and",
      "writes budget.md, budget.json and plots. The format of sets: tollgate bench routing --help."
    },
    footer = {
      "",
      "Examples:",
      "  tollgate bench budget --data ../shared/data/routing",
      "  tollgate bench budget --data DIR --set NAME --loss 0.01 --arms --seed 2"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and the ledger agrees with the providers' bills",
      "1:done, and it does not",
      "2:the command line or a file is wrong; nothing was done",
      "3:it could not be done"
    })
public final class BudgetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RecordedSet set = new RecordedSet();

  @Option(
      names = "--reference",
      paramLabel = "MODEL",
      description = "What losses are measured against. Default: the best model.")
  private @Nullable String reference;

  @Option(
      names = "--loss",
      defaultValue = "0.02",
      paramLabel = "SHARE",
      description = "The budget: mean loss of quality. Default: ${DEFAULT-VALUE}.")
  private BigDecimal loss = BigDecimal.ONE;

  @Option(names = "--arms", description = "Two cheap models that agree may answer together.")
  private boolean arms;

  @Option(
      names = "--judged",
      defaultValue = "0.03",
      paramLabel = "SHARE",
      description = "Of answers, by the gateway's own measurement. Default: ${DEFAULT-VALUE}.")
  private BigDecimal judged = BigDecimal.ONE;

  @Option(
      names = "--feedback",
      defaultValue = "0.02",
      paramLabel = "SHARE",
      description = "Of answers, by the application. Default: ${DEFAULT-VALUE}.")
  private BigDecimal feedback = BigDecimal.ONE;

  @Option(
      names = "--requests",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Of each part, at most; each question is asked once. Default: all questions.")
  private int requests;

  @Option(
      names = "--window",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Requests in the budget's window. Default: ${DEFAULT-VALUE}.")
  private int window;

  @Mixin private Seed seed = new Seed();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Override
  public Integer call() throws Exception {
    System.setProperty("java.awt.headless", "true");
    PrintWriter err = spec.commandLine().getErr();
    BudgetRun run;
    try {
      BudgetPlan plan =
          new BudgetPlan(
              reference,
              ppm(loss),
              arms,
              ppm(judged),
              ppm(feedback),
              requests,
              window,
              seed.value());
      RoutingData read = RoutingData.read(set.directory(), List.of(set.name()), set.prices());
      OutcomeSet questions = read.sets().getFirst();
      run = new BudgetRun(plan, Exam.of(questions, plan), read.prices());
    } catch (RoutingDataException | IllegalArgumentException e) {
      err.println("tollgate: " + e.getMessage());
      return Tollgate.INVALID;
    }
    Path directory = folder.directory();
    // Each run has a ledger of its own.
    Path files = Files.createTempDirectory(directory, "run-");
    BudgetReport report;
    try (ProgressBar bar = ProgressBar.on(err, "budget", false)) {
      report = run.run(files, bar::at);
    }
    String markdown = BudgetMarkdown.of(report, folder.commandLine());
    Files.writeString(directory.resolve("budget.md"), markdown);
    Files.writeString(directory.resolve("budget.json"), BudgetJson.of(report));
    BudgetPlots.write(report, directory);
    spec.commandLine().getOut().print(markdown);
    spec.commandLine().getOut().flush();
    err.printf(
        "report and plots are in %s; look for yourself: tollgate ledger report --by deployment"
            + " --dir %s%n",
        directory, report.ledger());
    return report.isSound() ? 0 : Tollgate.FOUND_WRONG;
  }

  private static int ppm(BigDecimal share) {
    return share.movePointRight(6).intValueExact();
  }
}
