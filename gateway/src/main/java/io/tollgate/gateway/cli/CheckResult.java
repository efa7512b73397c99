package io.tollgate.gateway.cli;

import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.json.JsonMapper;

/** Prints what checking a file came to, for people or for programs. */
final class CheckResult {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CheckResult() {}

  /** Prints the result and gives the exit code. */
  static int print(CommandSpec spec, String what, Parsed<?> result, boolean json) {
    List<Problem> problems =
        switch (result) {
          case Parsed.Ok<?> ignored -> List.of();
          case Parsed.Failed<?> failed -> failed.problems();
        };
    if (json) {
      spec.commandLine()
          .getOut()
          .println(
              JSON.writeValueAsString(Map.of("valid", problems.isEmpty(), "problems", problems)));
    } else if (problems.isEmpty()) {
      spec.commandLine().getOut().println(what + ": no mistakes");
    } else {
      problems.forEach(spec.commandLine().getOut()::println);
    }
    return problems.isEmpty() ? 0 : Tollgate.FOUND_WRONG;
  }
}
