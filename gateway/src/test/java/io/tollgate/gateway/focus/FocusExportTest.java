package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.ledger.ChargeLine;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FocusExportTest {

  @TempDir private Path folder;

  private static JsonNode manifest(Path target) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(Manifest.of(target)));
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static InvoiceDetail invoice() {
    return new InvoiceDetail(
        "INV-1",
        "1",
        "INV-1",
        "Anthropic",
        "acme",
        YearMonth.of(2026, 11),
        "Usage",
        new BigDecimal("120.50"),
        "USD",
        "USD",
        new BigDecimal("120.50"),
        InvoiceDetail.Status.ISSUED,
        Exports.CREATED,
        null,
        "Net 30",
        null,
        "Output tokens",
        new TreeMap<>(Map.of("x_Model", "claude-opus-5-5")),
        Exports.CREATED);
  }

  @ParameterizedTest
  @EnumSource(FocusVersion.class)
  void the_manifest_says_what_is_in_the_files(FocusVersion version)
      throws IOException, NoSuchAlgorithmException {
    Path target = folder.resolve("spend.csv");
    ExportSummary summary =
        FocusExport.export(
            Charges.random(51, 300), Exports.options(version, FileFormat.CSV, folder), target);
    JsonNode manifest = manifest(target);
    assertThat(manifest.at("/focusVersion").asString()).isEqualTo(version.number());
    assertThat(manifest.at("/ledger/rootHash").asString()).isEqualTo(Exports.ROOT_HASH);
    assertThat(manifest.at("/ledger/from").asString()).isEqualTo("2026-11-01");
    assertThat(manifest.at("/ledger/firstSeq").asLong())
        .isEqualTo(10)
        .isEqualTo(summary.firstSeq());
    assertThat(manifest.at("/ledger/lastSeq").asLong()).isEqualTo(summary.lastSeq());
    summary
        .totals()
        .forEach((column, total) ->
            assertThat(manifest.at("/totals/" + column).asString())
                .isEqualTo(total.toPlainString()));
    CsvTable table = CsvTable.read(target);
    assertThat(summary.rows()).isEqualTo(table.rows().size());
    assertThat(summary.unpricedRows())
        .isEqualTo((long) table.count("x_Unpriced").getOrDefault("true", 0))
        .isEqualTo(manifest.at("/unpricedRows").asLong());
    JsonNode file = manifest.at("/files/0");
    assertThat(file.at("/name").asString()).isEqualTo("spend.csv");
    assertThat(file.at("/sha256").asString()).isEqualTo(sha256(target));
    assertThat(file.at("/schema/FocusVersion").asString()).isEqualTo(version.number());
    assertThat(
            file.at("/schema/ColumnDefinition")
                .valueStream()
                .map(column -> column.at("/ColumnName").asString()))
        .isEqualTo(table.header());
  }

  @Test
  void version_1_4_has_billing_periods_and_invoices_beside_it() throws IOException {
    Path target = folder.resolve("spend.csv");
    ExportSummary summary =
        FocusExport.export(
            Charges.random(52, 300),
            List.of(invoice()),
            Exports.options(FocusVersion.V1_4, FileFormat.CSV, folder),
            target);
    Path periods = folder.resolve("spend.billing-periods.csv");
    Path invoices = folder.resolve("spend.invoice-details.csv");
    assertThat(summary.files()).containsExactly(target, periods, invoices, Manifest.of(target));
    CsvTable read = CsvTable.read(periods);
    assertThat(read.header())
        .containsExactly(
            "BillingPeriodCreated",
            "BillingPeriodEnd",
            "BillingPeriodLastUpdated",
            "BillingPeriodStart",
            "BillingPeriodStatus",
            "InvoiceIssuerName");
    assertThat(read.rows()).allSatisfy(row -> assertThat(row).doesNotContainValue(null));
    assertThat(read.rows())
        .filteredOn(row -> "2026-11-01T00:00:00Z".equals(row.get("BillingPeriodStart")))
        .isNotEmpty()
        .allMatch(row -> "Closed".equals(row.get("BillingPeriodStatus")));
    assertThat(read.count("BillingPeriodStatus")).containsKeys("Open", "Closed");
    CsvTable details = CsvTable.read(invoices);
    assertThat(details.header()).hasSize(22).isSorted();
    assertThat(details.rows().getFirst())
        .containsEntry("BilledCost", "120.5")
        .containsEntry("InvoiceId", "INV-1")
        .containsEntry("InvoiceIssueStatus", "Issued")
        .containsEntry("PaymentDueDate", null)
        .containsEntry("InvoiceDetailGrain", "{\"x_Model\":\"claude-opus-5-5\"}");
  }

  @Test
  void version_1_2_has_no_place_for_invoices() {
    assertThatThrownBy(() ->
            FocusExport.export(
                Charges.random(1, 1),
                List.of(invoice()),
                Exports.options(FocusVersion.V1_2, FileFormat.CSV, folder),
                folder.resolve("spend.csv")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("FOCUS 1.2 has no Invoice Detail (expected: 1.4)");
  }

  @Test
  void two_exports_of_the_same_charges_are_the_same_bytes() throws IOException {
    Path first = folder.resolve("first.csv");
    Path second = folder.resolve("second.csv");
    ExportOptions options = Exports.options(FocusVersion.V1_2, FileFormat.CSV, folder);
    FocusExport.export(Charges.random(53, 500), options, first);
    FocusExport.export(Charges.random(53, 500), options, second);
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void an_export_that_breaks_off_leaves_what_was_there(FileFormat format) throws IOException {
    Path target = folder.resolve("spend." + format.extension());
    ExportOptions options = Exports.options(FocusVersion.V1_2, format, folder);
    FocusExport.export(Charges.random(54, 10), options, target);
    byte[] before = Files.readAllBytes(target);
    Iterator<ChargeLine> breaking =
        Stream.concat(
                Charges.all(Charges.random(55, 20_000)).stream(),
                Stream.<ChargeLine>generate(
                        () -> {
                          throw new IllegalStateException("the store went away");
                        })
                    .limit(1))
            .iterator();
    assertThatThrownBy(() -> FocusExport.export(breaking, options, target))
        .hasMessage("the store went away");
    assertThat(target).hasBinaryContent(before);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(target, Manifest.of(target));
    }
  }

  @Test
  void no_charges_are_files_without_rows() throws IOException {
    Path target = folder.resolve("none.csv");
    ExportSummary summary =
        FocusExport.export(
            List.<ChargeLine>of().iterator(),
            Exports.options(FocusVersion.V1_4, FileFormat.CSV, folder),
            target);
    assertThat(summary.rows()).isZero();
    assertThat(summary.firstSeq()).isZero();
    assertThat(summary.totals()).allSatisfy((column, total) -> assertThat(total).isZero());
    assertThat(CsvTable.read(target).rows()).isEmpty();
  }

  /** Counts which of the charges that it handed out somebody still holds. */
  private static final class Watched implements Iterator<ChargeLine> {

    private static final int EVERY = 500;
    private static final int LOOK = 25_000;
    private final Iterator<ChargeLine> lines;
    private final ArrayDeque<WeakReference<ChargeLine>> watched = new ArrayDeque<>();
    private int handed;
    private int mostAlive;

    Watched(Iterator<ChargeLine> lines) {
      this.lines = lines;
    }

    @Override
    public boolean hasNext() {
      return lines.hasNext();
    }

    @Override
    public ChargeLine next() {
      ChargeLine line = lines.next();
      if (++handed % EVERY == 0) {
        watched.add(new WeakReference<>(line));
      }
      if (handed % LOOK == 0) {
        System.gc();
        watched.removeIf(reference -> reference.get() == null);
        mostAlive = Math.max(mostAlive, watched.size());
      }
      return line;
    }
  }

  @ParameterizedTest
  @CsvSource({"CSV, 200000", "PARQUET, 50000"})
  void charges_are_let_go_of_as_their_rows_are_written(FileFormat format, int many)
      throws IOException {
    Watched lines = new Watched(Charges.random(56, many));
    ExportSummary summary =
        FocusExport.export(
            lines,
            Exports.options(FocusVersion.V1_2, format, folder),
            folder.resolve("many." + format.extension()));
    assertThat(summary.rows()).isGreaterThan(many);
    // Of hundreds that are watched the last one is alive at a count, and perhaps the one before.
    assertThat(lines.mostAlive).isLessThanOrEqualTo(2);
  }
}
