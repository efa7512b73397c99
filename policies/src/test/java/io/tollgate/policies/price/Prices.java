package io.tollgate.policies.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.time.Instant;
import java.util.List;

/** Books of one price, written as files are, and what they rate at. */
final class Prices {

  static final String MODEL = "acme/m";
  static final Instant NOON = Instant.parse("2026-11-03T12:00:00Z");

  private Prices() {}

  /** The book of one price, of which the keys are given, and of further sections of the file. */
  static PriceBook book(String price, String... sections) {
    return file(text(price) + String.join("\n", sections));
  }

  private static String text(String price) {
    return price.startsWith("{")
        ? "prices:\n  acme/m: {source: test, as_of: 2026-11-01, " + price.substring(1) + "\n"
        : "prices:\n  acme/m:\n    source: test\n    as_of: 2026-11-01\n" + price.indent(4);
  }

  static PriceBook file(String text) {
    Parsed<PriceBook> parsed = PriceFile.parse("prices.yaml", text);
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Ok.class);
    return ((Parsed.Ok<PriceBook>) parsed).value();
  }

  /** The mistakes in a price, without the file's name and what is expected. */
  static List<String> mistakes(String price) {
    Parsed<PriceBook> parsed = PriceFile.parse("prices.yaml", text(price));
    assertThat(parsed).isInstanceOf(Parsed.Failed.class);
    return ((Parsed.Failed<PriceBook>) parsed)
        .problems().stream()
            .map(problem -> problem.toString().replace("prices.yaml:", ""))
            .map(problem -> problem.replace("prices.acme/m", "price"))
            .toList();
  }

  static Rating.Priced rate(PriceBook book, Usage usage) {
    return rate(book, CallTerms.STANDARD, usage, NOON);
  }

  static Rating.Priced rate(PriceBook book, CallTerms terms, Usage usage, Instant when) {
    Rating rating = book.rate(MODEL, terms, usage, when, when);
    assertThat(rating).as("%s", rating).isInstanceOf(Rating.Priced.class);
    return (Rating.Priced) rating;
  }

  static long pico(PriceBook book, Usage usage) {
    return rate(book, usage).total().pico();
  }

  static String reason(PriceBook book, CallTerms terms, Usage usage, Instant when) {
    Rating rating = book.rate(MODEL, terms, usage, when, when);
    assertThat(rating).as("%s", rating).isInstanceOf(Rating.Unpriced.class);
    return ((Rating.Unpriced) rating).reason();
  }

  /** The lines as texts: {@code meter quantity*unit list amount}. */
  static List<String> lines(Rating.Priced rating) {
    return rating.lines().stream()
        .map(line ->
            "%s %d*%d %d %d"
                .formatted(
                    line.meter().key(),
                    line.quantity(),
                    line.unitPricePico(),
                    line.list().pico(),
                    line.amount().pico()))
        .toList();
  }
}
