package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.prices.Terms;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

/** {@code tollgate prices show}: what a deployment costs, or cost, or was believed to cost. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Prints prices in dollars per million tokens: every version, the latest known first.",
      "With --at or --known it prints the one by which a call of that time is rated."
    })
final class PricesShowCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Parameters(
      arity = "0..1",
      paramLabel = "DEPLOYMENT",
      description = "provider/model, with * for any text. Default: all.")
  private String deployment = "*";

  @Option(
      names = "--onto",
      paramLabel = "FILE",
      description = "Price files over the built-in prices, later ones override; may be repeated.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = PriceMoment.class,
      description = "The time of the call. Default: now, where --known is given.")
  private @Nullable Instant at;

  @Option(
      names = "--known",
      paramLabel = "INSTANT",
      converter = PriceMoment.class,
      description = "The time of whose knowledge it is asked. Default: now, where --at is given.")
  private @Nullable Instant known;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  PricesShowCommand() {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    PriceBook book = PriceFiles.inForce(files);
    Glob wanted = new Glob(List.of(deployment));
    List<PriceVersion> versions = new ArrayList<>();
    for (String one : book.deployments()) {
      if (wanted.test(one)) {
        versions.addAll(chosen(book, one));
      }
    }
    if (json) {
      spec.commandLine()
          .getOut()
          .println(JSON.writeValueAsString(versions.stream().map(this::map).toList()));
    } else {
      versions.forEach(this::print);
    }
    if (versions.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              deployment
                  + " has no price there: `tollgate prices show` lists what has one, --onto FILE"
                  + " adds yours");
      return Tollgate.FOUND_WRONG;
    }
    return 0;
  }

  private List<PriceVersion> chosen(PriceBook book, String one) {
    if (at == null && known == null) {
      return book.versions(one);
    }
    Instant now = Instant.now();
    PriceVersion version = book.versionAt(one, at == null ? now : at, known == null ? now : known);
    return version == null ? List.of() : List.of(version);
  }

  private void print(PriceVersion version) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(version.label());
    out.println("  valid " + version.valid() + "  known " + version.known());
    out.println("  " + PriceText.line(Terms.of(version)));
    out.printf(
        "  %s, as of %s, confidence %s%n",
        version.provenance().source(),
        version.provenance().asOf(),
        version.provenance().confidence());
  }

  private Map<String, Object> map(PriceVersion version) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("deployment", version.deployment());
    map.put("version", version.label());
    map.put("valid", version.valid().toString());
    map.put("known", version.known().toString());
    map.put("usd_per_million", PriceText.terms(Terms.of(version)));
    map.put("source", version.provenance().source());
    map.put("as_of", version.provenance().asOf().toString());
    map.put("confidence", version.provenance().confidence().name());
    return map;
  }
}
