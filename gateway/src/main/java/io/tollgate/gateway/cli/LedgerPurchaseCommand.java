package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tollgate ledger purchase}: books what was paid for before it is used. */
@Command(
    name = "purchase",
    mixinStandardHelpOptions = true,
    description = {
      "Books a commitment that was bought: provisioned throughput, credits, a yearly contract. What"
          + " prices with `paid_from: commitment:NAME` are billed is drawn from it; `ledger"
          + " balance` shows what is left.",
      "The gateway must be stopped. A purchase of one --id is booked once."
    })
final class LedgerPurchaseCommand implements Callable<Integer> {

  private final InstantSource clock;

  @ParentCommand private LedgerCommand ledger;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "The name that prices know it by.")
  private String commitment;

  @Parameters(index = "1", paramLabel = "PROVIDER", description = "Whom it is bought from.")
  private String provider;

  @Parameters(index = "2", paramLabel = "DOLLARS", description = "What was paid.")
  private BigDecimal dollars;

  @Option(
      names = "--id",
      required = true,
      description = "Names the purchase: the number of its invoice.")
  private String id;

  @Option(names = "--note", defaultValue = "", description = "What it is, for people.")
  private String note;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LedgerPurchaseCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    BookEntry.Purchase purchase = purchase();
    try (Ledger open = Ledger.open(ledger.ledger(), JournalOptions.DEFAULTS, "purchase", clock)) {
      open.book(List.of(purchase));
    }
    spec.commandLine()
        .getOut()
        .printf("%s of %s is booked: %s.%n", commitment, provider, purchase.amount());
    return 0;
  }

  private BookEntry.Purchase purchase() {
    try {
      Funding funding = Funding.parse("commitment:" + commitment);
      Picodollars amount = Picodollars.ofDollars(dollars);
      if (amount.pico() <= 0) {
        throw new ArithmeticException(dollars + " dollars (expected: more than 0)");
      }
      return new BookEntry.Purchase(clock.instant(), id, funding.name(), provider, amount, note);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(spec.commandLine(), Sentences.of(e), e);
    }
  }
}
