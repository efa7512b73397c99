package io.tollgate.gateway.cli;

import io.tollgate.gateway.analysis.Statement;
import io.tollgate.gateway.analysis.Statements;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.FinanceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tollgate ledger statement}: what cost centres are charged. */
@Command(
    name = "statement",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the chargeback statement of a cost centre, or of all, for a UTC month: usage by"
          + " deployment, shared costs and corrections apart, and where the money went.",
      "Each statement adds up to the ledger, and all of them to what was spent. Exit code 1 where"
          + " they do not."
    },
    footer = {
      "",
      "Examples:",
      "  tollgate ledger statement --cost-centre 4711 --month 2026-11",
      "  tollgate ledger statement --all --month 2026-11 --csv november.csv"
    })
final class LedgerStatementCommand implements Callable<Integer> {

  /** Whose statements: one option or the other. */
  private static final class Whose {

    @Option(
        names = {"--cost-centre", "--cost-center"},
        paramLabel = "NAME",
        description = "The cost centre.")
    private @Nullable String costCentre;

    @Option(names = "--all", description = "All cost centres.")
    private boolean all;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Whose() {}
  }

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Whose whose;

  @Option(
      names = "--month",
      required = true,
      paramLabel = "MONTH",
      description = "The UTC month, e.g. 2026-11.")
  private YearMonth month;

  @Option(names = "--csv", paramLabel = "FILE", description = "Writes the lines to a CSV file.")
  private @Nullable Path csv;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerStatementCommand() {}

  private record Result(
      YearMonth month,
      List<Statement> statements,
      BigDecimal totalUsd,
      @Nullable BigDecimal ledgerTotalUsd) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    List<Statement> statements = new ArrayList<>();
    BigDecimal ledgerTotal;
    try (FinanceReport report = FinanceReport.open(ledger.ledger());
        ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "reading", json)) {
      Statements of = Statements.of(report, month, bar);
      String one = whose.costCentre;
      for (String name : one == null ? of.costCentres() : List.of(one)) {
        statements.add(of.of(name));
      }
      ledgerTotal = one == null ? of.ledgerTotalUsd() : null;
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println("tollgate: " + e.getMessage());
      return Tollgate.FOUND_WRONG;
    }
    BigDecimal total =
        statements.stream().map(Statement::totalUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (csv != null) {
      Files.writeString(csv, StatementText.csv(statements));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PlainJson.of(new Result(month, statements, total, ledgerTotal)));
    } else {
      print(out, statements, total);
    }
    if (ledgerTotal != null && ledgerTotal.compareTo(total) != 0) {
      spec.commandLine()
          .getErr()
          .printf(
              "tollgate: the statements come to %s and the ledger to %s; `tollgate ledger rebuild`"
                  + " makes the store anew%n",
              Figures.dollars(total), Figures.dollars(ledgerTotal));
      return Tollgate.FOUND_WRONG;
    }
    return 0;
  }

  private void print(PrintWriter out, List<Statement> statements, BigDecimal total) {
    for (Statement statement : statements) {
      StatementText.print(out, statement);
      out.println();
    }
    if (whose.all) {
      out.printf(
          "%d statements for %s come to %s dollars, which is what the ledger has.%n",
          statements.size(), month, Figures.dollars(total));
    }
  }
}
