package io.tollgate.gateway.cli;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate budgets}: what may be spent. */
@Command(
    name = "budgets",
    mixinStandardHelpOptions = true,
    description = {
      "What may be spent: by whom, in what time. No request is sent that does not fit.",
      "A running gateway takes the change in within a second; what was spent stays spent."
    })
final class BudgetsCommand implements Runnable {

  private static final DirectoryItems.Kind<Budget> BUDGET =
      new DirectoryItems.Kind<>("budget", Budget::id, Directory::budgets, Directory::withBudgets);

  @Mixin private DirectoryItems items;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BudgetsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say set, list or remove.");
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Makes a budget, or changes it to be as the options say.")
  int set(
      @Parameters(paramLabel = "ID", description = "Its name, such as search-monthly.") String id,
      @Option(
              names = "--scope",
              required = true,
              paramLabel = "SCOPE",
              description =
                  "What it is for: everything, organization:ID, team:ID, project:ID, user:ID,"
                      + " key:ID or tag:NAME=VALUE.")
          String scope,
      @Option(
              names = "--limit",
              required = true,
              paramLabel = "USD",
              description = "What may be spent in each window.")
          BigDecimal limit,
      @Option(
              names = "--every",
              defaultValue = "month",
              paramLabel = "TIME",
              description =
                  "The window: hour, day, week, month, quarter, year, or total for all time."
                      + " Default: ${DEFAULT-VALUE}.")
          BudgetWindow.Every every,
      @Option(
              names = "--zone",
              defaultValue = "UTC",
              paramLabel = "ZONE",
              description = "Whose calendar it goes by. Default: ${DEFAULT-VALUE}.")
          String zone,
      @Option(
              names = "--alert",
              split = ",",
              paramLabel = "PERCENT",
              description = "Parts of the limit at which it tells. Default: 50,80,100.")
          List<Integer> alerts,
      @Option(names = "--only-tells", description = "It refuses no request.") boolean onlyTells)
      throws IOException, InvalidFilesException {
    return items.set(
        BUDGET,
        () ->
            new Budget(
                id,
                Scope.parse(scope),
                Picodollars.ofDollars(limit),
                new BudgetWindow(every, ZoneId.of(zone)),
                alerts == null ? Budget.ALERTS : alerts,
                !onlyTells));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the budgets.",
        "How they stand is told by a running gateway: GET /admin/v1/budgets, or the admin page."
      })
  int list() throws IOException, InvalidFilesException {
    for (Budget budget : items.list(BUDGET)) {
      spec.commandLine()
          .getOut()
          .printf(
              "%-24s  %-32s  %14s USD  %-8s %s%s%n",
              budget.id(),
              budget.scope(),
              budget.limit().toPlainDollars(),
              budget.window().every().key(),
              budget.window().zoneName(),
              budget.stops() ? "" : "  only tells");
    }
    return 0;
  }

  @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a budget.")
  int remove(@Parameters(paramLabel = "ID", description = "Its name.") String id)
      throws IOException, InvalidFilesException {
    return items.remove(BUDGET, id);
  }
}
