package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.Rerating;
import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.price.PriceBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate ledger rerate}: rates the past again by what is known of prices now. */
@Command(
    name = "rerate",
    mixinStandardHelpOptions = true,
    description = {
      "Rates past attempts again by the prices that are in force now, at the time of each call, and"
          + " shows what the books have too little or too much. What had no price may have one now.",
      "With --book the differences are booked as corrections beside what is written, each once; the"
          + " gateway must be stopped. Exit code 1 where there are differences that are not booked."
    })
final class LedgerRerateCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int GROUP = 500;

  private final InstantSource clock;

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;
  @Mixin private DayRange days;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Price files over the built-in ones (default: those of the configuration).")
  private List<Path> files = List.of();

  @Option(
      names = "--deployment",
      paramLabel = "NAME",
      description = "Of one deployment only, or of a provider: openai/gpt-6, openai/*.")
  private @Nullable String deployment;

  @Option(names = "--book", description = "Books the corrections.")
  private boolean book;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerRerateCommand(InstantSource clock) {
    this.clock = clock;
  }

  private record Result(
      long rated, int corrections, BigDecimal changeUsd, long newlyPriced, boolean booked) {}

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    Path books = ledger.ledger();
    LocalDate first = days.first(clock);
    LocalDate end = days.end(clock);
    PriceBook prices = PriceFiles.inForce(files.isEmpty() ? ledger.priceFiles() : files);
    Instant now = clock.instant();
    List<BookEntry> corrections = new ArrayList<>();
    PicodollarSum change = new PicodollarSum();
    long[] newlyPriced = new long[1];
    long rated =
        new Rerating(prices, now, this::isMeant)
            .find(
                books,
                first,
                end,
                correction -> {
                  corrections.add(correction);
                  change.add(correction.amount());
                  newlyPriced[0] += correction.pricesUnpriced() ? 1 : 0;
                });
    if (book && !corrections.isEmpty()) {
      book(books, corrections);
    }
    show(new Result(rated, corrections.size(), change.dollars(), newlyPriced[0], book));
    return corrections.isEmpty() || book ? 0 : Tollgate.FOUND_WRONG;
  }

  private boolean isMeant(String id) {
    return deployment == null
        || deployment.equals(id)
        || (deployment.endsWith("/*")
            && id.startsWith(deployment.substring(0, deployment.length() - 1)));
  }

  private void book(Path books, List<BookEntry> corrections) {
    try (Ledger open = Ledger.open(books, JournalOptions.DEFAULTS, "rerate", clock);
        ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "booking", json)) {
      for (int i = 0; i < corrections.size(); i += GROUP) {
        open.book(corrections.subList(i, Math.min(corrections.size(), i + GROUP)));
        bar.at(i, corrections.size());
      }
    }
  }

  private void show(Result result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(result));
      return;
    }
    out.printf(
        "%,d attempts were rated again: %,d differ, %s dollars in all; %,d of them had no price.%n",
        result.rated(),
        result.corrections(),
        LedgerReportCommand.dollars(result.changeUsd()),
        result.newlyPriced());
    if (result.corrections() > 0) {
      out.println(
          result.booked()
              ? "The differences are booked as corrections."
              : "Nothing was booked: say --book to book the differences as corrections.");
    }
  }
}
