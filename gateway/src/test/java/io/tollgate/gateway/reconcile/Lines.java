package io.tollgate.gateway.reconcile;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Lines for small examples. */
final class Lines {

  static final Period WEEK =
      new Period(LocalDate.parse("2026-11-02"), LocalDate.parse("2026-11-08"));

  private Lines() {}

  /** A line of the ledger at a price in pico-dollars. */
  static MeteredLine booked(String day, String model, Meter meter, long tokens, long pico) {
    return booked(day, model, "", meter, tokens, pico);
  }

  static MeteredLine booked(
      String day, String model, String tier, Meter meter, long tokens, long pico) {
    return new MeteredLine(
        LocalDate.parse(day),
        "acme",
        model,
        tier,
        meter,
        BigInteger.valueOf(tokens),
        Picodollars.cost(tokens, pico, Ratio.ONE).dollars(),
        BigInteger.ZERO,
        BigDecimal.ZERO,
        pico,
        Ratio.ONE,
        1,
        "");
  }

  static List<InvoiceLine> csv(String text) throws IOException {
    return read(InvoiceFormat.CSV, CsvColumns.DEFAULT, text);
  }

  /** A CSV file of one line, in a test that has no business with files. */
  static InvoiceLine readOne(String text) {
    try {
      return csv(text).getFirst();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static List<InvoiceLine> read(InvoiceFormat format, String text) throws IOException {
    return read(format, CsvColumns.DEFAULT, text);
  }

  static List<InvoiceLine> read(InvoiceFormat format, CsvColumns columns, String text)
      throws IOException {
    return new Invoices(format, columns, "acme")
        .read("invoice", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Reconciliation reconcile(
      List<MeteredLine> lines, List<EdgeLine> edges, List<InvoiceLine> invoice) throws IOException {
    return new Reconciler(WEEK, Map.of())
        .reconcile(new MeteredLines.Metered(lines, edges), invoice);
  }
}
