package io.tollgate.gateway.cli;

import io.tollgate.gateway.analysis.Statement;
import io.tollgate.gateway.analysis.StatementLine;
import io.tollgate.gateway.analysis.StatementLine.Section;
import io.tollgate.gateway.csv.InertCsv;
import io.tollgate.gateway.ledger.TaxRow;
import io.tollgate.policies.tax.TaxBucket;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Chargeback statements as people read them, and as spreadsheets do. */
final class StatementText {

  private static final String RULE = "-".repeat(96);

  private StatementText() {}

  static void print(PrintWriter out, Statement statement) {
    out.println(RULE);
    out.printf("Statement of %s for %s%n", statement.costCentre(), statement.month());
    out.println(RULE);
    for (Section section : Section.values()) {
      List<StatementLine> lines = statement.in(section);
      if (!lines.isEmpty()) {
        print(out, statement, section, lines);
      }
    }
    out.printf("%-70s %25s%n", "TOTAL dollars", Figures.dollars(statement.totalUsd()));
    TaxRow tax = statement.tax();
    if (tax != null) {
      out.printf("%nWhere it went%n");
      tax.buckets()
          .forEach((bucket, amount) -> {
            if (amount.signum() != 0) {
              out.printf("  %-68s %25s%n", bucket.key(), Figures.dollars(amount));
            }
          });
    }
    if (statement.unpricedAttempts() > 0) {
      out.printf(
          "%nUNPRICED: %,d attempts with %,d tokens have no price and are in no amount above.%n",
          statement.unpricedAttempts(), statement.unpricedTokens());
    }
  }

  private static void print(
      PrintWriter out, Statement statement, Section section, List<StatementLine> lines) {
    out.println(section.title());
    for (StatementLine line : lines) {
      String name = line.name().isEmpty() ? "(nothing was sent)" : line.name();
      out.printf(
          "  %-34s %10s %22s %25s%n",
          section == Section.EARLIER ? name + " of " + line.chargedFor() : name,
          line.attempts() == 0 ? "" : Figures.count(line.attempts()) + " calls",
          line.attempts() == 0 ? "" : Figures.count(line.tokensIn() + line.tokensOut()) + " tokens",
          Figures.dollars(line.amountUsd()));
    }
    out.printf("  %-68s %25s%n%n", "", Figures.dollars(statement.sum(section)));
  }

  /** The lines of statements, and a line for each bucket of the compute tax and each total. */
  static String csv(List<Statement> statements) {
    InertCsv file =
        new InertCsv(
            List.of(
                "cost_centre",
                "month",
                "section",
                "name",
                "charged_for",
                "requests",
                "attempts",
                "tokens_in",
                "tokens_cached",
                "tokens_out",
                "unpriced_attempts",
                "unpriced_tokens",
                "amount_usd"));
    for (Statement statement : statements) {
      for (StatementLine line : statement.lines()) {
        file.row(
            statement.costCentre(),
            statement.month(),
            line.section().name().toLowerCase(Locale.ROOT),
            line.name(),
            line.chargedFor(),
            line.requests(),
            line.attempts(),
            line.tokensIn(),
            line.tokensCached(),
            line.tokensOut(),
            line.unpricedAttempts(),
            line.unpricedTokens(),
            line.amountUsd());
      }
      TaxRow tax = statement.tax();
      if (tax != null) {
        for (TaxBucket bucket : TaxBucket.values()) {
          if (tax.in(bucket).signum() != 0) {
            row(file, statement, "of-which", bucket.key(), tax.in(bucket));
          }
        }
      }
      row(file, statement, "total", "total", statement.totalUsd());
    }
    return file.toString();
  }

  private static void row(
      InertCsv file, Statement statement, String section, String name, Number amount) {
    file.row(
        statement.costCentre(),
        statement.month(),
        section,
        name,
        statement.month(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        amount);
  }
}
