package io.tollgate.gateway.alerts;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetEvent;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What an alert says to people: one sentence as the subject, and the figures below it again.
 *
 * @param subject one line, whatever is in the names
 */
record AlertMail(String subject, String text) {

  private static final int SUBJECT_CHARS = 300;

  /** Whatever could end a header: controls, and what others take for the end of a line. */
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

  AlertMail {
    subject = BREAKS.matcher(subject).replaceAll(" ");
    subject = subject.length() > SUBJECT_CHARS ? subject.substring(0, SUBJECT_CHARS) : subject;
  }

  static AlertMail of(BudgetEvent event, String node, Instant at) {
    Budget budget = event.budget();
    String happened =
        switch (event) {
          case BudgetEvent.Reached reached -> "has spent " + reached.percent() + " % of its limit";
          case BudgetEvent.Refusing _ -> "refuses requests";
        };
    String held =
        switch (event) {
          case BudgetEvent.Reached _ -> "";
          case BudgetEvent.Refusing refusing ->
              "held:   " + refusing.held().toPlainDollars() + " USD\n";
        };
    String limit = budget.limit().toPlainDollars();
    String spent = event.spent().toPlainDollars();
    String sentence =
        "budget "
            + budget.id()
            + " ("
            + budget.scope()
            + ") "
            + happened
            + ": "
            + spent
            + " of "
            + limit
            + " USD";
    return new AlertMail(
        "Tollgate " + node + ": " + sentence,
        """
        On %s, %s are spent.

        budget: %s
        scope:  %s
        limit:  %s USD
        spent:  %s USD
        %swindow: %s to %s
        node:   %s
        at:     %s
        """
            .formatted(
                node,
                sentence,
                budget.id(),
                budget.scope(),
                limit,
                spent,
                held,
                event.span().start(),
                event.span().end(),
                node,
                at));
  }
}
