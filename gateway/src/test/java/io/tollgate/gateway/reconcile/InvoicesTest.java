package io.tollgate.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import io.tollgate.policies.usage.Meter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoicesTest {

  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");

  private static List<InvoiceLine> openAi(String result) throws IOException {
    // Unix seconds of 2026-11-01 and of the day after.
    return Lines.read(
        InvoiceFormat.OPENAI,
        """
        {"object":"page","data":[
        {"object":"bucket","start_time":1793491200,"end_time":1793577600,"results":[%s]}]}
        """
            .formatted(result));
  }

  private static String cost(String value, String item) {
    return "{\"object\":\"organization.costs.result\",\"amount\":{\"value\":"
        + value
        + ",\"currency\":\"usd\"},\"line_item\":"
        + item
        + ",\"project_id\":\"proj_a\"}";
  }

  @Test
  void costs_of_openai_are_read_exactly_as_they_are_written() throws IOException {
    InvoiceLine line =
        openAi(cost("1.2345678901234567891e-3", "\"gpt-5, cached input\"")).getFirst();
    assertThat(line.amount()).isEqualByComparingTo("0.0012345678901234567891");
    assertThat(line.day()).isEqualTo(FIRST);
    assertThat(line.lastDay()).isEqualTo(FIRST);
    assertThat(line.model()).isEqualTo("gpt-5");
    assertThat(line.meter()).isEqualTo(Meter.IN_CACHE_READ);
    assertThat(line.account()).isEqualTo("proj_a");
    assertThat(line.lineNumber()).isEqualTo(2);
  }

  @Test
  void a_line_item_that_is_not_understood_keeps_its_text_and_amount() throws IOException {
    InvoiceLine line = openAi(cost("0.25", "\"web search tool calls\"")).getFirst();
    assertThat(line.isUnmatched()).isTrue();
    assertThat(line.description()).isEqualTo("web search tool calls");
    assertThat(line.amount()).isEqualByComparingTo("0.25");
  }

  @Test
  void a_cost_without_a_line_item_stands_for_the_whole_day() throws IOException {
    InvoiceLine line = openAi(cost("0.06", "null")).getFirst();
    assertThat(line.isUnmatched()).isFalse();
    assertThat(line.model()).isEmpty();
  }

  @Test
  void usage_of_openai_parts_cached_input_from_the_rest() throws IOException {
    List<InvoiceLine> lines =
        openAi(
            "{\"object\":\"organization.usage.completions.result\",\"input_tokens\":1000,"
                + "\"input_cached_tokens\":800,\"output_tokens\":500,\"model\":\"gpt-5\","
                + "\"service_tier\":\"default\",\"batch\":false}");
    assertThat(lines)
        .extracting(InvoiceLine::meter, InvoiceLine::quantity, InvoiceLine::kind)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(
                Meter.IN_UNCACHED, BigDecimal.valueOf(200), Kind.QUANTITY),
            org.assertj.core.api.Assertions.tuple(
                Meter.IN_CACHE_READ, BigDecimal.valueOf(800), Kind.QUANTITY),
            org.assertj.core.api.Assertions.tuple(
                Meter.OUT_VISIBLE, BigDecimal.valueOf(500), Kind.QUANTITY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          gpt-5.5-2026-04-23, input;                  gpt-5.5-2026-04-23;''; IN_UNCACHED
          gpt-5, input, cached;                       gpt-5;             ''; IN_CACHE_READ
          gpt-5, cache writes;                        gpt-5;             ''; IN_CACHE_WRITE_OTHER
          'priority | gpt-5.6-sol, output, long context'; gpt-5.6-sol;   priority; OUT_VISIBLE
          'gpt-audio-mini-2025-12-15 audio, input';   gpt-audio-mini-2025-12-15; ''; IN_UNCACHED
          """)
  void a_line_item_names_model_tier_and_meter(String text, String model, String tier, Meter meter) {
    assertThat(LineItem.of(text)).isEqualTo(new LineItem(model, tier, meter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          USE1-NovaLite-input-tokens;                             NovaLite; standard; IN_UNCACHED
          USE1-NovaPro-cache-read-input-token-count;              NovaPro;  standard; IN_CACHE_READ
          EUC1-qwen.qwen3-32b-mantle-output-tokens-flex;          qwen.qwen3-32b; flex; OUT_VISIBLE
          USE1-Llama4-Maverick-17B-input-tokens-batch;            Llama4-Maverick-17B; batch; IN_UNCACHED
          USE1-MP:USE1_InputTokenCount-Units;                     '';       standard; IN_UNCACHED
          USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units;  '';       standard; IN_CACHE_WRITE_1H
          """)
  void a_usage_type_of_bedrock_names_model_tier_and_meter(
      String text, String model, String tier, Meter meter) {
    assertThat(CurUsageType.of(text)).isEqualTo(new CurUsageType(model, tier, meter));
  }

  @Test
  void amounts_of_anthropic_are_cents() throws IOException {
    InvoiceLine line =
        Lines.read(
                InvoiceFormat.ANTHROPIC,
                """
                {"data":[{"ending_at":"2026-11-02T00:00:00Z","results":[
                  {"amount":"123.45","currency":"USD","cost_type":"tokens","model":"claude-x",
                   "token_type":"cache_creation.ephemeral_1h_input_tokens","service_tier":"batch",
                   "description":"Cache writes"}],
                 "starting_at":"2026-11-01T00:00:00Z"}]}
                """)
            .getFirst();
    assertThat(line.amount()).isEqualByComparingTo("1.2345");
    assertThat(line.meter()).isEqualTo(Meter.IN_CACHE_WRITE_1H);
    assertThat(line.day()).isEqualTo(FIRST);
    assertThat(line.lastDay()).isEqualTo(FIRST);
  }

  @Test
  void what_anthropic_bills_beside_tokens_is_a_fee() throws IOException {
    InvoiceLine line =
        Lines.read(
                InvoiceFormat.ANTHROPIC,
                """
                {"data":[{"starting_at":"2026-11-01T00:00:00Z","results":[
                  {"amount":"100","currency":"USD","cost_type":"web_search"}]}]}
                """)
            .getFirst();
    assertThat(line.kind()).isEqualTo(Kind.FEE);
    assertThat(line.description()).isEqualTo("web_search");
  }

  @Test
  void a_marketplace_row_of_a_cur_has_its_model_from_the_product_and_counts_millions()
      throws IOException {
    InvoiceLine line =
        Lines.read(
                InvoiceFormat.AWS_CUR,
                """
                line_item_usage_start_date,line_item_product_code,line_item_line_item_type,line_item_usage_type,line_item_usage_amount,pricing_unit,line_item_unblended_cost,product_product_name
                2026-11-01 23:00:00.000,abc123,Usage,USE1-MP:USE1_OutputTokenCount-Units,0.25,Units,4.125,Claude Sonnet 4.6 (Amazon Bedrock Edition)
                2026-11-01 23:00:00.000,AmazonEC2,Usage,USE1-BoxUsage,1,Hrs,9,EC2
                """)
            .getFirst();
    assertThat(line.model()).isEqualTo("Claude Sonnet 4.6");
    assertThat(line.quantity()).isEqualByComparingTo("250000");
    assertThat(line.amount()).isEqualByComparingTo("4.125");
  }

  @Test
  void a_compressed_file_is_read_as_any_other() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(
          "day,amount,model\r\n2026-11,1.50,\"a, \"\"b\"\"\"\r\n".getBytes(StandardCharsets.UTF_8));
    }
    InvoiceLine line =
        new Invoices(InvoiceFormat.CSV, CsvColumns.DEFAULT, "acme")
            .read("invoice.csv.gz", new ByteArrayInputStream(bytes.toByteArray()))
            .getFirst();
    assertThat(line.model()).isEqualTo("a, \"b\"");
    assertThat(line.lastDay()).isEqualTo(LocalDate.parse("2026-11-30"));
  }

  @Test
  void columns_may_have_other_names() throws IOException {
    CsvColumns columns = new CsvColumns(Map.of("day", "Datum", "amount", "Betrag"));
    assertThat(
            Lines.read(InvoiceFormat.CSV, columns, "Datum,Betrag\n2026-11-01,2\n").getFirst().day())
        .isEqualTo(FIRST);
    assertThatThrownBy(() -> Lines.csv("Datum,Betrag\n2026-11-01,2\n"))
        .hasMessageContaining("--column day=NAME");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          2026-11-01,1e999999999;      'invoice:3: the amount has more than 60 digits'
          2026-11-01,x;                'invoice:3: the amount is no decimal number: ''x'''
          2026-13-01,1;                'invoice:3: no day: ''2026-13-01'''
          """)
  void a_bad_line_is_named_by_its_number(String line, String message) {
    assertThatThrownBy(() -> Lines.csv("day,amount\n2026-11-01,1\n" + line + "\n"))
        .isInstanceOf(InvoiceException.class)
        .hasMessageContaining(message);
  }

  @Test
  void other_currencies_open_quotes_and_other_formats_are_refused() {
    assertThatThrownBy(() -> Lines.csv("day,amount,currency\n2026-11-01,1,EUR\n"))
        .hasMessageContaining("invoice:2: the currency is EUR");
    assertThatThrownBy(() -> Lines.csv("day,amount\n2026-11-01,\"1\n"))
        .hasMessageContaining("never closed");
    assertThatThrownBy(() -> Lines.read(InvoiceFormat.OPENAI, "{\"data\":[]}"))
        .hasMessageContaining("Is it another --format?");
    assertThatThrownBy(() -> Lines.read(InvoiceFormat.OPENAI, "day,amount\n"))
        .hasMessageContaining("this is no JSON");
  }
}
