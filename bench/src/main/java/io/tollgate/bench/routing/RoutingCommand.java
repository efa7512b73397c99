package io.tollgate.bench.routing;

import io.tollgate.bench.RecordedData;
import io.tollgate.bench.ReportFolder;
import io.tollgate.bench.Seed;
import io.tollgate.bench.routing.learn.Learner;
import io.tollgate.gateway.cli.ProgressBar;
import io.tollgate.gateway.cli.Tollgate;
import io.tollgate.gateway.training.RoutingData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Evaluates routing on recorded outcomes. */
@Command(
    name = "routing",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Cross-validates the router and what it is compared with on recorded outcomes, and writes",
      "report.json, report.md and plots of cost against quality and of calibration.",
      "",
      "A set is NAME.prompts.jsonl(.gz) {prompt_id, dataset, category, prompt} with",
      "NAME.outcomes.csv(.gz) (prompt_id, model, score, in_tokens, out_tokens, cost_usd; empty is",
      "unknown), and perhaps NAME.answers.csv(.gz) (prompt_id and a column for each model: what it",
      "chose). A request costs what its tokens cost at --prices, or else its cost_usd."
    },
    footer = {
      "",
      "Examples:",
      "  tollgate bench routing --data ../shared/data/routing",
      "  tollgate bench routing --data DIR --set mmlupro --prices new-prices.csv --seed 7",
      "  tollgate bench routing --data DIR --replay",
      "  tollgate bench routing --data DIR --holdout gemini-1.5-flash-002 --holdout-labels 300"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command line or a file is wrong; nothing was done",
      "3:it could not be done"
    })
public final class RoutingCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RecordedData data = new RecordedData();

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "Only this set; may be said several times. Default: all.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = {
        "CSV of model, in_usd_per_mtok, out_usd_per_mtok to recompute all costs by.",
        "Default: costs as recorded."
      })
  private @Nullable Path prices;

  @Option(
      names = "--holdout",
      paramLabel = "MODEL",
      description = "Treats a model as new: its outcomes are hidden but for a few.")
  private @Nullable String holdout;

  @Option(
      names = "--holdout-labels",
      defaultValue = "500",
      paramLabel = "N",
      description = "Judged prompts of that model to learn from. Default: ${DEFAULT-VALUE}.")
  private int holdoutLabels;

  @Option(
      names = "--replay",
      description = "Streams the data through the pacer, too: calm, drift, regression, prices.")
  private boolean replay;

  @Option(
      names = "--replay-seeds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Streams of each kind. Default: ${DEFAULT-VALUE}.")
  private int replaySeeds;

  @Option(
      names = "--decisions",
      defaultValue = "4000",
      paramLabel = "N",
      description = "Decisions of each learner that are timed. Default: ${DEFAULT-VALUE}.")
  private int decisions;

  @Option(
      names = "--folds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Default: ${DEFAULT-VALUE}.")
  private int folds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Fits at one time. Default: as many as there are processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private Seed seed = new Seed();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Option(names = "--json", description = "Prints the report as JSON in place of Markdown.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Plots are files; nothing is shown on a screen.
    System.setProperty("java.awt.headless", "true");
    EvaluationPlan plan = plan();
    List<Learner> learners = Learners.all();
    EvaluationReport report;
    RoutingData read;
    try {
      read = RoutingData.read(data.directory(), sets, prices);
    } catch (IOException e) {
      spec.commandLine().getErr().println("tollgate: " + e.getMessage());
      return Tollgate.INVALID;
    }
    try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "routing", false)) {
      report = new Evaluation(read, learners, plan).run(bar::at);
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println("tollgate: " + e.getMessage());
      return Tollgate.INVALID;
    }
    write(report, Learners.judged(learners));
    return 0;
  }

  private EvaluationPlan plan() {
    try {
      return new EvaluationPlan(
          folds,
          seed.value(),
          threads,
          holdout,
          holdoutLabels,
          replay ? replaySeeds : 0,
          decisions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void write(EvaluationReport report, String judged) throws IOException {
    List<MustReach.Row> mustReach = MustReach.rows(report, judged);
    Path directory = folder.directory();
    String command = folder.commandLine();
    ObjectNode tree = JsonReport.of(report, command, judged, mustReach);
    String markdown = MarkdownReport.of(report, command, judged, mustReach);
    Files.writeString(directory.resolve("report.json"), tree.toPrettyString() + "\n");
    Files.writeString(directory.resolve("report.md"), markdown);
    for (SetReport set : report.sets()) {
      Plots.write(set, directory);
    }
    PrintWriter printer = spec.commandLine().getOut();
    printer.print(json ? tree.toPrettyString() + "\n" : markdown);
    printer.flush();
    spec.commandLine().getErr().println("report and plots are in " + directory);
  }
}
