package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads back what {@link BookEntryEncoder} wrote. */
final class BookEntryDecoder {

  private BookEntryDecoder() {}

  static BookEntry correct(Instant at, RecordFields fields) {
    return new BookEntry.Correct(
        at,
        fields.text("id"),
        BookEntry.Cause.of(fields.text("cause")),
        fields.has("corrects") ? fields.number("corrects") : 0,
        day(fields, "charged_for"),
        fields.text("key"),
        accounts(fields),
        textOrEmpty(fields, "policy"),
        fields.text("deployment"),
        textOrEmpty(fields, "class"),
        funding(fields),
        new Picodollars(fields.number("amount_pico")),
        new Picodollars(fields.has("released_pico") ? fields.number("released_pico") : 0),
        fields.has("prices_unpriced") && fields.flag("prices_unpriced"),
        fields.has("lines") ? RecordDecoder.lines(fields.list("lines")) : List.of(),
        textOrEmpty(fields, "note"));
  }

  static BookEntry purchase(Instant at, RecordFields fields) {
    return new BookEntry.Purchase(
        at,
        fields.text("id"),
        fields.text("commitment"),
        fields.text("provider"),
        new Picodollars(fields.number("amount_pico")),
        textOrEmpty(fields, "note"));
  }

  static BookEntry capacityHour(Instant at, RecordFields fields) {
    return new BookEntry.CapacityHour(
        at,
        fields.text("pool"),
        fields.instant("hour"),
        new Picodollars(fields.number("cost_pico")),
        new Picodollars(fields.number("absorbed_pico")));
  }

  static BookEntry periodClosed(Instant at, RecordFields fields) {
    return new BookEntry.PeriodClosed(
        at,
        fields.text("period"),
        fields.instant("end"),
        fields.number("last_seq"),
        fields.text("root_hash"),
        new BigInteger(fields.text("spent_pico")),
        fields.text("report_hash"));
  }

  static BookEntry pricesPublished(Instant at, RecordFields fields) {
    return new BookEntry.PricesPublished(
        at,
        fields.text("book"),
        fields.smallNumber("deployments"),
        fields.has("source") ? fields.text("source") : null);
  }

  static Funding funding(RecordFields fields) {
    return fields.has("paid_from") ? Funding.parse(fields.text("paid_from")) : Funding.INVOICE;
  }

  static List<String> accounts(RecordFields fields) {
    return fields.has("accounts") ? AccountNames.split(fields.text("accounts")) : List.of();
  }

  private static String textOrEmpty(RecordFields fields, String name) {
    return fields.has(name) ? fields.text(name) : "";
  }

  private static LocalDate day(RecordFields fields, String name) {
    String text = fields.text(name);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"" + name + "\" is not a day: " + text, e);
    }
  }
}
