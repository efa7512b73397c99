package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.prices.BookDiff;
import io.tollgate.gateway.prices.Terms;
import io.tollgate.policies.price.PriceVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate prices diff}: how two price files differ. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what costs something else by the second price file than by the first, in dollars per"
          + " million tokens.",
      "A file may be \"builtin\": the prices that Tollgate comes with."
    })
final class PricesDiffCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Parameters(index = "0", paramLabel = "A", description = "A price file, or builtin.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "A price file, or builtin.")
  private String second;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = PriceMoment.class,
      description = "The time of the calls that are priced. Default: now.")
  private @Nullable Instant at;

  @Option(
      names = "--known",
      paramLabel = "INSTANT",
      converter = PriceMoment.class,
      description = "The time of whose knowledge it is asked. Default: now.")
  private @Nullable Instant known;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  PricesDiffCommand() {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    Instant now = Instant.now();
    List<BookDiff> differences =
        BookDiff.between(
            PriceFiles.named(first),
            PriceFiles.named(second),
            at == null ? now : at,
            known == null ? now : known);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JSON.writeValueAsString(differences.stream().map(PricesDiffCommand::map).toList()));
    } else {
      differences.forEach(difference -> print(difference, out));
      out.println(differences.size() + " deployments differ");
    }
    return 0;
  }

  private static void print(BookDiff difference, PrintWriter out) {
    PriceVersion before = difference.before();
    PriceVersion after = difference.after();
    if (before == null && after != null) {
      out.printf("+ %s%n    %s%n", difference.deployment(), PriceText.line(Terms.of(after)));
    } else if (after == null && before != null) {
      out.printf("- %s%n    %s%n", difference.deployment(), PriceText.line(Terms.of(before)));
    } else {
      out.println("~ " + difference.deployment());
      difference.changes().forEach(change -> out.println("    " + PriceText.line(change)));
      if (difference.changes().isEmpty()) {
        out.println("    the same prices, with another origin, time or other terms");
      }
    }
  }

  private static Map<String, Object> map(BookDiff difference) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("deployment", difference.deployment());
    PriceVersion before = difference.before();
    PriceVersion after = difference.after();
    if (before != null) {
      map.put("before", PriceText.terms(Terms.of(before)));
    }
    if (after != null) {
      map.put("after", PriceText.terms(Terms.of(after)));
    }
    map.put("changes", PriceText.maps(difference.changes()));
    return map;
  }
}
