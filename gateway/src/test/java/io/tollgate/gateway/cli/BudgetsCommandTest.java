package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.policies.money.Picodollars;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tollgate budgets}. */
final class BudgetsCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "budgets";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--file";
    all[words.length + 2] = folder.resolve("keys.yaml").toString();
    return Tollgate.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  @Test
  void budgets_are_set_and_changed_and_listed_and_removed() throws Exception {
    Path file = folder.resolve("keys.yaml");
    assertThat(run("set", "all", "--scope", "everything", "--limit", "100")).isZero();
    assertThat(
            run(
                "set",
                "chat",
                "--scope",
                "tag:feature=chat",
                "--limit",
                "0.5",
                "--every",
                "day",
                "--zone",
                "Europe/Berlin",
                "--alert",
                "10,90",
                "--only-tells"))
        .isZero();
    assertThat(run("set", "all", "--scope", "everything", "--limit", "50")).isZero();
    assertThat(KeyFile.read(file).budgets())
        .containsExactly(
            new Budget(
                "chat",
                Scope.tag("feature", "chat"),
                Picodollars.ofDollars("0.5"),
                new BudgetWindow(Every.DAY, ZoneId.of("Europe/Berlin")),
                List.of(10, 90),
                false),
            new Budget(
                "all",
                Scope.EVERYTHING,
                Picodollars.ofDollars("50"),
                new BudgetWindow(Every.MONTH, ZoneOffset.UTC),
                Budget.ALERTS,
                true));
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains("0.5 USD  day      Europe/Berlin  only tells");
    assertThat(run("remove", "chat")).isZero();
    assertThat(run("remove", "chat")).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(KeyFile.read(file).budgets()).hasSize(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "Budget all is in " + file + ".",
            "Budget chat is in " + file + ".",
            "Budget all is in " + file + ".",
            "Budget chat is removed.",
            "tollgate: no budget chat in " + file + ".");
  }

  @Test
  void what_is_no_budget_changes_nothing() throws Exception {
    assertThat(run("set", "all", "--scope", "everybody", "--limit", "1")).isNotZero();
    assertThat(run("set", "all", "--scope", "team:nobody", "--limit", "1")).isNotZero();
    assertThat(run("set", "all", "--scope", "everything", "--limit", "-1")).isNotZero();
    assertThat(run("set", "all", "--scope", "everything", "--limit", "1e30")).isNotZero();
    assertThat(run("set", "all", "--scope", "everything", "--limit", "1", "--zone", "Mars"))
        .isNotZero();
    assertThat(KeyFile.read(folder.resolve("keys.yaml")).budgets()).isEmpty();
  }
}
