package io.tollgate.bench.holds;

import io.tollgate.bench.RecordedSet;
import io.tollgate.bench.ReportFolder;
import io.tollgate.bench.Seed;
import io.tollgate.bench.holds.Workload.Arrival;
import io.tollgate.gateway.cli.ProgressBar;
import io.tollgate.gateway.cli.Tollgate;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.RoutingData;
import io.tollgate.gateway.training.RoutingDataException;
import io.tollgate.policies.routing.PolicyFile;
import io.tollgate.policies.routing.PolicySet;
import io.tollgate.policies.routing.Router;
import io.tollgate.policies.yaml.Parsed;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How much has to be held for a request, so that nothing is overspent or refused in vain. */
@Command(
    name = "holds",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends recorded requests through decisions and budgets in virtual time, by several rules of",
      "what to hold, and says what was refused although it would have fitted, and what was spent",
      "beyond the limit. The budget is by the hour and pays for a part of what is asked, so that"
          + " it",
      "is used up in each."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; nothing was overspent, and of the refusals fewer than 0.5 %% were false",
      "1:done; one of these is not so",
      "2:the command line or a file is wrong; nothing was done"
    })
public final class HoldsCommand implements Callable<Integer> {

  /** Of refusals, at most so many may be false. */
  private static final double FALSE_SHARE_MAX = 0.005;

  private static final Instant FROM = Instant.parse("2026-11-30T00:00:00Z");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RecordedSet set = new RecordedSet();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Asks this one only. Default: all that have a price, as often each.")
  private String model = "";

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "400000",
      description = "Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = "--rate",
      paramLabel = "PER_SECOND",
      defaultValue = "10",
      description = "Requests a second. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--paid",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "The part of an hour's requests that its budget pays for. Default: 0.5.")
  private double paid;

  @Mixin private Seed seed = new Seed();

  @Mixin private ReportFolder folder = new ReportFolder();

  /** One line of the report. */
  private record Row(String rule, HoldOutcome outcome) {}

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Workload workload;
    try {
      Path prices = set.prices();
      RoutingData read =
          RoutingData.read(
              set.directory(),
              List.of(set.name()),
              prices == null ? set.directory().resolve("prices.csv") : prices);
      OutcomeSet questions = read.sets().getFirst();
      workload = new Workload(questions, read.prices(), model);
    } catch (RoutingDataException | IllegalArgumentException e) {
      err.println("tollgate: " + e.getMessage());
      return Tollgate.INVALID;
    }
    List<Arrival> arrivals = workload.arrivals(requests, rate, FROM.toEpochMilli(), seed.value());
    long limit = Math.round(paid * HoldReplay.hourlyPico(arrivals, workload.prices()));
    Router router = Router.of(policies(workload), workload.catalog(), workload.prices());
    List<Row> rows = new ArrayList<>();
    try (ProgressBar bar = ProgressBar.on(err, "holds", false)) {
      for (HoldRule rule : HoldRule.values()) {
        bar.at(rows.size(), HoldRule.values().length);
        rows.add(
            new Row(
                rule.title(),
                new HoldReplay(router, workload.prices(), limit, rule).run(arrivals)));
      }
    }
    report(rows, limit);
    HoldOutcome ours = rows.getFirst().outcome();
    boolean well = ours.overspentWindows() == 0 && ours.falseShare() < FALSE_SHARE_MAX;
    return well ? 0 : Tollgate.FOUND_WRONG;
  }

  private static PolicySet policies(Workload workload) {
    return switch (PolicyFile.parse(
        "policies", "policies: [{name: default}]", workload.catalog())) {
      case Parsed.Ok<PolicySet>(PolicySet policies) -> policies;
      case Parsed.Failed<PolicySet> failed ->
          throw new IllegalStateException(failed.problems().toString());
    };
  }

  private void report(List<Row> rows, long limit) throws Exception {
    StringBuilder text = new StringBuilder("# What is held for a request\n\n");
    text.append('`').append(folder.commandLine()).append("`\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %s: %,d requests, %.1f a second; the hourly budget of $%.2f pays for %.0f %% of"
                + " them.%n%n",
            set.name(),
            model.isEmpty() ? "all models as often" : model,
            requests,
            rate,
            limit / 1e12,
            100 * paid));
    text.append(
        "| held | refused | of these false | false, each for itself | windows overspent | by at"
            + " most | used of the limit |\n"
            + "|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      HoldOutcome outcome = row.outcome();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d (%.3f %%) | %,d (%.2f %%) | %d | %.3f %% | %.2f %% |%n",
              row.rule(),
              outcome.refused(),
              outcome.falselyRefused(),
              100 * outcome.falseShare(),
              outcome.aloneFits(),
              outcome.refused() == 0 ? 0.0 : 100.0 * outcome.aloneFits() / outcome.refused(),
              outcome.overspentWindows(),
              outcome.overspentPpm() / 1e4,
              outcome.usedPpm() / 1e4));
    }
    Path directory = folder.directory();
    Files.writeString(directory.resolve("holds.md"), text);
    Files.writeString(
        directory.resolve("holds.json"),
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .writeValueAsString(rows));
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
