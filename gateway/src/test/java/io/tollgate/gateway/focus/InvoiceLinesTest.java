package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.reconcile.InvoiceFormat;
import io.tollgate.gateway.reconcile.InvoiceLine;
import io.tollgate.policies.usage.Meter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvoiceLinesTest {

  private static final InvoiceHead OPEN =
      new InvoiceHead("INV-7", null, null, null, InvoiceHead.TERMS_UNKNOWN, null);

  @TempDir private Path folder;

  private static InvoiceLine line(InvoiceLine.Kind kind, String amount) {
    return new InvoiceLine(
        "costs.json",
        2,
        LocalDate.parse("2026-11-30"),
        LocalDate.parse("2026-11-30"),
        "openai",
        "gpt-5",
        "priority",
        Meter.IN_CACHE_READ,
        null,
        new BigDecimal(amount),
        "USD",
        kind,
        "priority | gpt-5, cached input",
        "proj_a");
  }

  private List<InvoiceDetail> rows(InvoiceHead head, List<InvoiceLine> lines) {
    return InvoiceLines.of(
        head,
        InvoiceFormat.OPENAI,
        lines,
        Exports.options(FocusVersion.V1_4, FileFormat.CSV, folder));
  }

  private ExportSummary export(List<InvoiceDetail> rows, FileFormat format) throws IOException {
    return FocusExport.export(
        List.<ChargeLine>of().iterator(),
        rows,
        Exports.options(FocusVersion.V1_4, format, folder),
        folder.resolve("spend." + format.extension()));
  }

  private List<Map<String, @Nullable String>> csv(List<InvoiceDetail> rows) throws IOException {
    export(rows, FileFormat.CSV);
    return CsvTable.read(folder.resolve("spend.invoice-details.csv")).rows();
  }

  @Test
  void a_line_is_a_row_that_says_what_it_sums_up() throws IOException {
    InvoiceHead head =
        new InvoiceHead(
            "INV-7",
            "INV-6",
            LocalDate.parse("2026-12-02"),
            LocalDate.parse("2027-01-01"),
            "Net 30",
            "PO-1");
    assertThat(csv(rows(head, List.of(line(InvoiceLine.Kind.USAGE, "0.10")))))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("BilledCost", "0.1")
                .containsEntry("BillingAccountId", ExportOptions.DEFAULT_ACCOUNT)
                .containsEntry("BillingCurrency", "USD")
                .containsEntry("BillingPeriodStart", "2026-11-01T00:00:00Z")
                .containsEntry("BillingPeriodEnd", "2026-12-01T00:00:00Z")
                .containsEntry("ChargeCategory", "Usage")
                .containsEntry("InvoiceDetailDescription", "priority | gpt-5, cached input")
                .containsEntry(
                    "InvoiceDetailGrain",
                    "{\"ChargePeriodEnd\":\"2026-12-01T00:00:00Z\","
                        + "\"ChargePeriodStart\":\"2026-11-30T00:00:00Z\","
                        + "\"ServiceName\":\"OpenAI Inference API\",\"x_Account\":\"proj_a\","
                        + "\"x_Meter\":\"in_cache_read\",\"x_Model\":\"gpt-5\","
                        + "\"x_ServiceTier\":\"priority\"}")
                .containsEntry("InvoiceDetailId", "costs.json#1")
                .containsEntry("InvoiceId", "INV-7")
                .containsEntry("InvoiceIssueDate", "2026-12-02T00:00:00Z")
                .containsEntry("InvoiceIssueStatus", "Issued")
                .containsEntry("InvoiceIssuerName", "OpenAI")
                .containsEntry("PaymentCurrency", "USD")
                .containsEntry("PaymentCurrencyBilledCost", "0.1")
                .containsEntry("PaymentDueDate", "2027-01-01T00:00:00Z")
                .containsEntry("PaymentTerms", "Net 30")
                .containsEntry("PurchaseOrderNumber", "PO-1")
                .containsEntry("ReferenceInvoiceId", "INV-6"));
  }

  @Test
  void what_nobody_said_is_null_or_said_to_be_unknown() throws IOException {
    assertThat(csv(rows(OPEN, List.of(line(InvoiceLine.Kind.USAGE, "1")))).getFirst())
        .containsEntry("InvoiceIssueDate", null)
        .containsEntry("InvoiceIssueStatus", "Open")
        .containsEntry("PaymentDueDate", null)
        .containsEntry("PaymentTerms", "Not stated")
        .containsEntry("PurchaseOrderNumber", null)
        .containsEntry("ReferenceInvoiceId", "INV-7");
  }

  @Test
  void credits_taxes_and_fees_are_categories_of_their_own_and_quantities_are_no_lines() {
    List<InvoiceDetail> rows =
        rows(
            OPEN,
            List.of(
                line(InvoiceLine.Kind.USAGE, "0"),
                line(InvoiceLine.Kind.QUANTITY, "0"),
                line(InvoiceLine.Kind.CREDIT, "-3"),
                line(InvoiceLine.Kind.TAX, "0.19"),
                line(InvoiceLine.Kind.FEE, "5")));
    assertThat(rows)
        .extracting(InvoiceDetail::category)
        .containsExactly("Usage", "Credit", "Tax", "Purchase");
    assertThat(rows).extracting(InvoiceDetail::detailId).doesNotHaveDuplicates();
    assertThat(
            InvoiceLines.of(
                OPEN,
                InvoiceFormat.ANTHROPIC,
                List.of(line(InvoiceLine.Kind.FEE, "5")),
                Exports.options(FocusVersion.V1_4, FileFormat.CSV, folder)))
        .extracting(InvoiceDetail::category)
        .containsExactly("Usage");
  }

  @Test
  void totals_are_those_of_the_lines_to_the_last_digit_in_both_formats()
      throws IOException, SQLException {
    SplittableRandom random = new SplittableRandom(11);
    List<InvoiceLine> lines = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 0; i < 300; i++) {
      // Up to 24 decimals: as binary fractions are written out.
      BigDecimal amount = BigDecimal.valueOf(random.nextLong(-1_000, 1L << 53), random.nextInt(25));
      total = total.add(amount);
      lines.add(line(InvoiceLine.Kind.USAGE, amount.toPlainString()));
    }
    BigDecimal expected = total;
    BigDecimal read =
        csv(rows(OPEN, lines)).stream()
            .map(row -> new BigDecimal(String.valueOf(row.get("BilledCost"))))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(read).isEqualByComparingTo(expected);

    // 16 digits before the point and 24 after it are more than Parquet has.
    List<InvoiceLine> small = lines.stream().filter(line -> line.amount().scale() > 8).toList();
    BigDecimal rest =
        small.stream().map(InvoiceLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    ExportSummary summary = export(rows(OPEN, small), FileFormat.PARQUET);
    assertThat(summary.invoices())
        .singleElement()
        .satisfies(invoice -> {
          assertThat(invoice.issuer()).isEqualTo("OpenAI");
          assertThat(invoice.invoiceId()).isEqualTo("INV-7");
          assertThat(invoice.rows()).isEqualTo(small.size());
          assertThat(invoice.amount()).isEqualByComparingTo(rest);
        });
    assertThat(ParquetFileTest.sum(folder.resolve("spend.invoice-details.parquet"), "BilledCost"))
        .isEqualByComparingTo(rest);
  }

  @Test
  void amounts_without_room_in_parquet_are_refused_and_never_rounded() {
    List<InvoiceDetail> rows =
        rows(
            OPEN,
            List.of(line(InvoiceLine.Kind.USAGE, "1e15"), line(InvoiceLine.Kind.USAGE, "1e-24")));
    assertThatThrownBy(() -> InvoiceLines.check(rows, FileFormat.PARQUET))
        .hasMessageContaining("16 digits before the point and 24 after it");
    InvoiceLines.check(rows, FileFormat.CSV);
  }

  @Test
  void lines_that_cannot_be_told_apart_are_refused() {
    List<InvoiceDetail> rows = rows(OPEN, List.of(line(InvoiceLine.Kind.USAGE, "1")));
    List<InvoiceDetail> twice = new ArrayList<>(rows);
    twice.addAll(rows);
    assertThatThrownBy(() -> InvoiceLines.check(twice, FileFormat.CSV))
        .hasMessageContaining("The invoice INV-7 of OpenAI has the line costs.json#1 twice");
  }

  @Test
  void an_invoice_that_is_due_before_it_was_sent_is_none() {
    assertThatThrownBy(() ->
            new InvoiceHead(
                "INV-7",
                null,
                LocalDate.parse("2026-12-02"),
                LocalDate.parse("2026-12-01"),
                "Net 30",
                null))
        .hasMessageContaining("due 2026-12-01 (expected: not before it was issued, 2026-12-02)");
  }
}
