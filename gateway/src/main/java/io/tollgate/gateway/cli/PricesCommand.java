package io.tollgate.gateway.cli;

import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate prices}: what there is to do with price files. */
@Command(
    name = "prices",
    mixinStandardHelpOptions = true,
    description = "Shows, compares, checks and imports prices.",
    subcommands = {PricesImportCommand.class, PricesDiffCommand.class, PricesShowCommand.class})
final class PricesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  PricesCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say check, import, diff or show.");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Reads a price file and names every mistake by file, line and column.")
  int check(
      @Parameters(paramLabel = "FILE", description = "The prices.") Path file,
      @Option(names = "--json", description = "Prints the result as JSON.") boolean json)
      throws IOException {
    Parsed<PriceBook> result = PriceFile.parse(file.toString(), Files.readString(file));
    return CheckResult.print(spec, file.toString(), result, json);
  }
}
