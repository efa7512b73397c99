package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.prices.Feed;
import io.tollgate.gateway.prices.FeedFormat;
import io.tollgate.gateway.prices.Feeds;
import io.tollgate.gateway.prices.Finding.Status;
import io.tollgate.gateway.prices.Pin;
import io.tollgate.gateway.prices.PinsFile;
import io.tollgate.gateway.prices.PriceFileText;
import io.tollgate.gateway.prices.PriceImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate prices import}: new prices from public feeds, never from one alone. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Compares public price feeds with each other and with the prices in force, and prints what"
          + " differs. Nothing is fetched, and nothing is written without --write.",
      "A price is taken where two feeds agree on it and none contradicts, or where a person pins"
          + " one. Feeds: LiteLLM's model map, genai-prices v2, models.dev (tar or api.json) and"
          + " OpenRouter's list of models, plain or packed by gzip."
    })
final class PricesImportCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Parameters(arity = "1..*", paramLabel = "FEED", description = "Files with feeds.")
  private List<Path> feeds = new ArrayList<>();

  @Option(
      names = "--format",
      description =
          "What all the files are: litellm, genai-prices, models.dev or openrouter. Default: found"
              + " out.")
  private @Nullable String format;

  @Option(
      names = "--onto",
      paramLabel = "FILE",
      description =
          "Price files in force over the built-in prices, later ones override; may be repeated.")
  private List<Path> onto = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = "The deployments to look at, such as openai/*; may be repeated. Default: all.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--pin",
      paramLabel = "DEPLOYMENT=FEED",
      description = "Takes one feed's word for a deployment, by your decision; may be repeated.")
  private List<String> pins = new ArrayList<>();

  @Option(
      names = "--pins",
      paramLabel = "FILE",
      description = "A file of pins, each with who, why and date.")
  private @Nullable Path pinsFile;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The day of the feeds. Default: the date in the file's name, else the file's.")
  private @Nullable LocalDate asOf;

  @Option(
      names = "--known-from",
      paramLabel = "INSTANT",
      converter = PriceMoment.class,
      description = "When new prices become known. Default: now.")
  private @Nullable Instant knownFrom;

  @Option(
      names = "--valid-from",
      paramLabel = "INSTANT",
      converter = PriceMoment.class,
      description = "The first call that new prices are for. Default: as --known-from.")
  private @Nullable Instant validFrom;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Writes new and changed prices to a new price file.")
  private @Nullable Path target;

  @Option(names = "--strict", description = "Exits with 1 where feeds disagree.")
  private boolean strict;

  @Option(names = "--all", description = "Lists all of it; else twenty of a kind.")
  private boolean all;

  @Option(names = "--json", description = "Prints the result as JSON, all of it.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  PricesImportCommand() {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    if (target != null && Files.exists(target)) {
      throw new ParameterException(
          spec.commandLine(),
          target + " exists: choose another name, for prices in force are never edited");
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant known = knownFrom == null ? now : knownFrom;
    PriceImport.Question question =
        new PriceImport.Question(
            PriceFiles.inForce(onto),
            pins(now),
            validFrom == null ? known : validFrom,
            known,
            new Glob(only));
    PriceImport result = PriceImport.of(read(), question);
    if (json) {
      spec.commandLine().getOut().println(JSON.writeValueAsString(ImportText.map(result)));
    } else {
      new ImportText(result, spec.commandLine().getOut(), all).print();
    }
    write(result, question);
    boolean wrong =
        !result.uselessPins().isEmpty() || (strict && !result.of(Status.DISAGREEING).isEmpty());
    return wrong ? Tollgate.FOUND_WRONG : 0;
  }

  private List<Feed> read() throws IOException {
    List<Feed> read = new ArrayList<>();
    try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "reading feeds", json)) {
      for (Path file : feeds) {
        bar.at(read.size(), feeds.size());
        try {
          FeedFormat known = format == null ? null : FeedFormat.of(format);
          read.add(Feeds.read(Files.readAllBytes(file), known, day(file)));
        } catch (IllegalArgumentException e) {
          throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage(), e);
        }
      }
    }
    return read;
  }

  private LocalDate day(Path file) throws IOException {
    if (asOf != null) {
      return asOf;
    }
    Path name = file.getFileName();
    return Feeds.day(name == null ? "" : name.toString())
        .orElse(LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC));
  }

  private List<Pin> pins(Instant now) throws IOException, InvalidFilesException {
    List<Pin> all = new ArrayList<>();
    if (pinsFile != null) {
      all.addAll(
          PriceFiles.valueOf(PinsFile.parse(pinsFile.toString(), Files.readString(pinsFile))));
    }
    String reason = "pinned on the command line on " + now.toString().substring(0, 10);
    try {
      for (String pin : pins) {
        all.add(Pin.of(pin, reason));
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return all;
  }

  private void write(PriceImport result, PriceImport.Question question) throws IOException {
    if (target == null) {
      return;
    }
    long count = result.findings().stream().filter(finding -> finding.taken() != null).count();
    if (count == 0) {
      spec.commandLine().getErr().println("Nothing new: " + target + " is not written.");
      return;
    }
    String text = PriceFileText.of(result.findings(), question, target.toString());
    Files.writeString(target, text, StandardOpenOption.CREATE_NEW);
    spec.commandLine()
        .getErr()
        .printf(
            "%d deployments are in %s. Read it, then name it under prices in the configuration,"
                + " after the files that it was imported onto.%n",
            count, target);
  }
}
