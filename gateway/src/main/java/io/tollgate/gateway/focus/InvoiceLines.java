package io.tollgate.gateway.focus;

import io.tollgate.gateway.reconcile.InvoiceFormat;
import io.tollgate.gateway.reconcile.InvoiceLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of Invoice Detail of the lines of imported invoices: one of each line that bills, with
 * its amount as it is written there. Lines that only state quantities are no part of an invoice.
 */
public final class InvoiceLines {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private InvoiceLines() {}

  /**
   * The rows of a file.
   *
   * @param head what the invoice says as a whole; several files may have the same
   * @param format what the lines were read from
   * @param lines of one file, in its order
   * @param options who sends invoices, and whose they are
   */
  public static List<InvoiceDetail> of(
      InvoiceHead head, InvoiceFormat format, List<InvoiceLine> lines, ExportOptions options) {
    List<InvoiceDetail> rows = new ArrayList<>();
    for (InvoiceLine line : lines) {
      if (line.kind() != InvoiceLine.Kind.QUANTITY) {
        // Counted, since several results of a report may stand in one line of its file.
        rows.add(row(head, format, line, options, line.source() + "#" + (rows.size() + 1)));
      }
    }
    return rows;
  }

  /**
   * Makes sure that rows can be exported together.
   *
   * @throws IllegalArgumentException where two lines of an invoice cannot be told apart, or amounts
   *     have more digits than the format has room for
   */
  public static void check(List<InvoiceDetail> rows, FileFormat format) {
    InvoiceTotal.of(rows);
    InvoiceDetail.scale(rows, format);
  }

  private static InvoiceDetail row(
      InvoiceHead head,
      InvoiceFormat format,
      InvoiceLine line,
      ExportOptions options,
      String detailId) {
    Party party = options.party(line.provider());
    LocalDate issued = head.issued();
    LocalDate due = head.due();
    return new InvoiceDetail(
        head.id(),
        detailId,
        head.reference() == null ? head.id() : head.reference(),
        party.invoiceIssuer(),
        options.billingAccount(),
        YearMonth.from(line.day()),
        category(format, line.kind()),
        line.amount(),
        line.currency(),
        line.currency(),
        line.amount(),
        issued == null ? InvoiceDetail.Status.OPEN : InvoiceDetail.Status.ISSUED,
        issued == null ? null : start(issued),
        due == null ? null : start(due),
        head.terms(),
        head.purchaseOrder(),
        orNull(line.description()),
        grain(line, party),
        options.created());
  }

  private static String category(InvoiceFormat format, InvoiceLine.Kind kind) {
    return switch (kind) {
      case USAGE, QUANTITY -> "Usage";
      case CREDIT -> "Credit";
      case TAX -> "Tax";
      // Anthropic's are searches and code that was run; those of others are paid as a sum.
      case FEE -> format == InvoiceFormat.ANTHROPIC ? "Usage" : "Purchase";
    };
  }

  /** What the line sums up, by columns of Cost and Usage as they are filled there. */
  private static SortedMap<String, String> grain(InvoiceLine line, Party party) {
    SortedMap<String, String> grain = new TreeMap<>();
    grain.put("ChargePeriodStart", MOMENT.format(start(line.day())));
    grain.put("ChargePeriodEnd", MOMENT.format(start(line.lastDay().plusDays(1))));
    grain.put("ServiceName", party.serviceName());
    put(grain, "x_Model", line.model());
    put(grain, "x_ServiceTier", line.serviceTier());
    put(grain, "x_Account", line.account());
    if (line.meter() != null) {
      grain.put("x_Meter", line.meter().key());
    }
    return grain;
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static void put(SortedMap<String, String> grain, String key, String value) {
    if (!value.isEmpty()) {
      grain.put(key, value);
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
