package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.SimulatedMonth.Bill;
import io.tollgate.policies.usage.Meter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the bill of a simulated month as providers do, and reads it back. */
final class InvoiceText {

  private final SimulatedMonth month;

  InvoiceText(SimulatedMonth month) {
    this.month = month;
  }

  List<InvoiceLine> lines(InvoiceFormat format) throws IOException {
    List<InvoiceLine> lines = new ArrayList<>();
    switch (format) {
      case OPENAI -> lines.addAll(read(format, "costs.json", openAi()));
      case ANTHROPIC -> {
        lines.addAll(read(format, "cost_report.json", anthropicCosts()));
        lines.addAll(read(format, "usage_report.json", anthropicUsage()));
      }
      case AWS_CUR -> lines.addAll(read(format, "cur.csv", cur()));
      case CSV -> lines.addAll(read(format, "invoice.csv", csv()));
    }
    if ((format == InvoiceFormat.OPENAI || format == InvoiceFormat.ANTHROPIC)
        && (month.has(Plant.CREDIT) || month.has(Plant.TAX))) {
      lines.addAll(
          read(
              InvoiceFormat.CSV,
              "adjustments.csv",
              "day,amount,kind,description\n" + adjustments(",")));
    }
    return lines;
  }

  private List<InvoiceLine> read(InvoiceFormat format, String source, String text)
      throws IOException {
    return new Invoices(format, CsvColumns.DEFAULT, month.provider)
        .read(source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String adjustments(String separator) {
    String text = "";
    if (month.has(Plant.CREDIT)) {
      text +=
          String.join(
                  separator,
                  "2026-11-30",
                  month.credit.negate().toPlainString(),
                  "credit",
                  "Goodwill")
              + "\n";
    }
    if (month.has(Plant.TAX)) {
      text += String.join(separator, "2026-11-30", month.tax.toPlainString(), "tax", "VAT") + "\n";
    }
    return text;
  }

  private String byDay(Function<LocalDate, String> head, Function<Bill, String> result) {
    TreeMap<LocalDate, List<Bill>> days = new TreeMap<>();
    month.bills.forEach(
        bill -> days.computeIfAbsent(bill.day(), day -> new ArrayList<>()).add(bill));
    return days.entrySet().stream()
        .map(day ->
            "{"
                + head.apply(day.getKey())
                + ",\n\"results\":["
                + day.getValue().stream().map(result).collect(Collectors.joining(",\n"))
                + "]}")
        .collect(Collectors.joining(",\n", "{\"data\":[", "],\"has_more\":false}\n"));
  }

  private String openAi() {
    return byDay(
        day ->
            "\"object\":\"bucket\",\"start_time\":%d,\"end_time\":%d"
                .formatted(
                    day.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                    day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond()),
        bill ->
            ("{\"object\":\"organization.costs.result\",\"amount\":{\"value\":%s,"
                    + "\"currency\":\"usd\"},\"line_item\":\"%s%s, %s\",\"quantity\":%s}")
                .formatted(
                    bill.usd(),
                    bill.tier().equals("priority") ? "priority | " : "",
                    dated(bill.model()),
                    switch (bill.meter()) {
                      case IN_UNCACHED -> "input";
                      case IN_CACHE_READ -> "cached input";
                      default -> "output";
                    },
                    bill.tokens()));
  }

  /** The invoice dates one model that the ledger does not, and one the other way round. */
  private static String dated(String model) {
    return switch (model) {
      case SimulatedMonth.BYPASSED -> "beta-2026-03-05";
      case SimulatedMonth.REPRICED_AT_NOON -> "delta";
      default -> model;
    };
  }

  private String anthropicCosts() {
    return byDay(
        InvoiceText::anthropicHead,
        bill ->
            ("{\"amount\":\"%s\",\"currency\":\"USD\",\"cost_type\":\"tokens\","
                    + "\"description\":\"Usage\",\"model\":\"%s\",\"service_tier\":\"%s\","
                    + "\"token_type\":\"%s\"}")
                .formatted(
                    bill.usd().movePointRight(2).toPlainString(),
                    dated(bill.model()),
                    bill.tier(),
                    switch (bill.meter()) {
                      case IN_UNCACHED -> "uncached_input_tokens";
                      case IN_CACHE_READ -> "cache_read_input_tokens";
                      default -> "output_tokens";
                    }));
  }

  private static String anthropicHead(LocalDate day) {
    return "\"starting_at\":\"%sT00:00:00Z\",\"ending_at\":\"%sT00:00:00Z\""
        .formatted(day, day.plusDays(1));
  }

  private String anthropicUsage() {
    return byDay(
        InvoiceText::anthropicHead,
        bill ->
            ("{\"uncached_input_tokens\":%s,\"cache_read_input_tokens\":%s,"
                    + "\"output_tokens\":%s,\"model\":\"%s\",\"service_tier\":\"%s\"}")
                .formatted(
                    tokens(bill, Meter.IN_UNCACHED),
                    tokens(bill, Meter.IN_CACHE_READ),
                    tokens(bill, Meter.OUT_VISIBLE),
                    dated(bill.model()),
                    bill.tier()));
  }

  private static String tokens(Bill bill, Meter meter) {
    return bill.meter() == meter ? bill.tokens().toPlainString() : "0";
  }

  private String cur() {
    StringBuilder text =
        new StringBuilder(
            "lineItem/UsageStartDate,lineItem/ProductCode,lineItem/LineItemType,lineItem/UsageType,lineItem/UsageAmount,pricing/unit,lineItem/UnblendedCost,lineItem/LineItemDescription\n"
                + "2026-11-01T00:00:00Z,AmazonS3,Usage,USE1-Bytes,1,GB,99.1234,\"storage,"
                + " \"\"cold\"\"\"\n");
    for (Bill bill : month.bills) {
      text.append(bill.day())
          .append("T05:00:00Z,AmazonBedrock,Usage,USE1-")
          .append(dated(bill.model()))
          .append(
              switch (bill.meter()) {
                case IN_UNCACHED -> "-input-tokens";
                case IN_CACHE_READ -> "-cache-read-input-token-count";
                default -> "-output-tokens";
              })
          .append(bill.tier().equals("standard") ? "" : "-" + bill.tier())
          .append(',')
          .append(bill.tokens().movePointLeft(3).toPlainString())
          .append(",1K tokens,")
          .append(bill.usd().toPlainString())
          .append(",\n");
    }
    for (String row : adjustments(";").lines().toList()) {
      String[] cells = row.split(";", -1);
      text.append(
          "%sT00:00:00Z,AmazonBedrock,%s,,,,%s,%s\n"
              .formatted(
                  cells[0],
                  cells[2].substring(0, 1).toUpperCase(Locale.ROOT) + cells[2].substring(1),
                  cells[1],
                  cells[3]));
    }
    return text.toString();
  }

  private String csv() {
    return month.bills.stream()
        .sorted(Comparator.comparing(Bill::day))
        .map(bill ->
            String.join(
                    ",",
                    bill.day().toString(),
                    dated(bill.model()),
                    bill.tier(),
                    bill.meter().key(),
                    bill.tokens().toPlainString(),
                    bill.usd().toPlainString(),
                    "USD",
                    "",
                    "")
                + "\n")
        .collect(
            Collectors.joining(
                "",
                "day,model,tier,meter,quantity,amount,currency,kind,description\n",
                adjustments(",")
                    .lines()
                    .map(row -> row.split(",", -1))
                    .map(cell ->
                        "%s,,,,,%s,USD,%s,%s\n".formatted(cell[0], cell[1], cell[2], cell[3]))
                    .collect(Collectors.joining())));
  }
}
