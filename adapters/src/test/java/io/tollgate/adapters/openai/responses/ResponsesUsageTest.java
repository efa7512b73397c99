package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ResponsesUsageTest {

  private static final Path FILE =
      Path.of(System.getProperty("tollgate.root", "."))
          .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");

  private static ReportedUsage read(String usage) {
    byte[] document = bytes("{'usage':" + usage + "}");
    return Objects.requireNonNull(Responses.PROVIDER.usage(document, 0, document.length));
  }

  @Test
  void cached_written_and_reasoning_tokens_are_parts_of_the_totals() {
    ReportedUsage report =
        read(
            "{'input_tokens':100,'input_tokens_details':{'cached_tokens':60,'cache_write_tokens':30},"
                + "'output_tokens':50.0,'output_tokens_details':{'reasoning_tokens':20},'total_tokens':150}");
    assertThat(report.usage()).isEqualTo(new Usage(10, 60, 0, 0, 30, 0, 30, 20, 0));
    assertThat(report.quality()).isEqualTo(UsageQuality.PROVIDER_REPORTED);
    assertThat(report.doubts()).isEmpty();
  }

  @Test
  void the_usage_of_pictures_that_are_made_is_told_from_text() {
    Usage usage =
        read("{'input_tokens':50,'input_tokens_details':{'image_tokens':40,'text_tokens':10},"
                + "'output_tokens':6240,'output_tokens_details':{'image_tokens':6208,"
                + "'text_tokens':32},'total_tokens':6290}")
            .usage();
    assertThat(usage)
        .isEqualTo(
            Usage.of(10, 32).with(Extras.of(Map.of(Meter.IN_IMAGE, 40L, Meter.OUT_IMAGE, 6_208L))));
  }

  @Test
  void what_is_odd_is_believed_with_a_doubt() {
    ReportedUsage written =
        read(
            "{'input_tokens':10,'input_tokens_details':{'cached_tokens':8,'cache_write_tokens':9},'output_tokens':1}");
    assertThat(written.usage()).isEqualTo(new Usage(0, 8, 0, 0, 2, 0, 1, 0, 0));
    ReportedUsage missing = read("{'input_tokens':10,'total_tokens':12,'output_tokens':null}");
    assertThat(missing.usage()).isEqualTo(Usage.of(10, 2));
    ReportedUsage beside =
        read(
            "{'input_tokens':1,'output_tokens':2,'output_tokens_details':{'reasoning_tokens':5},'total_tokens':8}");
    assertThat(beside.usage()).isEqualTo(new Usage(1, 0, 0, 0, 0, 0, 2, 5, 0));
    ReportedUsage sum = read("{'input_tokens':1,'output_tokens':2,'total_tokens':4}");
    assertThat(sum.usage()).isEqualTo(Usage.of(1, 2));
    assertThat(List.of(written, missing, beside, sum))
        .allSatisfy(report -> assertThat(report.doubts()).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'input_tokens':null,'output_tokens':1}",
        "{'input_tokens':-1,'output_tokens':1}",
        "{'input_tokens':1.5,'output_tokens':1}",
        "{'input_tokens':'1','output_tokens':1}",
        "{'input_tokens':1,'output_tokens':1e30}",
        "{'input_tokens':1}",
        "{'input_tokens':1,'output_tokens':1,'input_tokens_details':{'cached_tokens':2}}",
        "{'input_tokens':1,'output_tokens':1,'output_tokens_details':{'reasoning_tokens':2}}",
        "{'input_tokens':1,'output_tokens':1,'output_tokens_details':{'reasoning_tokens':-2}}"
      })
  void what_cannot_be_so_is_to_be_estimated(String usage) {
    ReportedUsage report = read(usage);
    assertThat(report.usage()).isNull();
    assertThat(report.quality()).isEqualTo(UsageQuality.TOKENIZER_ESTIMATED);
    assertThat(report.doubts()).hasSize(1);
  }

  @Test
  void a_document_without_a_report_has_none() {
    for (String document : List.of("{}", "[]", "", "{'usage':null}", "{'usage':")) {
      byte[] bytes = bytes(document);
      assertThat(Responses.PROVIDER.usage(bytes, 0, bytes.length)).isNull();
    }
  }

  /**
   * Recorded bodies against a reference implementation, which applies its extractors to every body
   * of the right shape: Anthropic's have the same names at the top, and are not of this dialect.
   * The reference counts written tokens only where it knows a price for them.
   */
  @Test
  void recorded_bodies_give_what_the_reference_reads() throws IOException {
    assumeTrue(Files.exists(FILE), "recorded usages are not beside the project");
    int compared = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode fixture = JsonDocument.read(line);
        JsonNode expected = extraction(fixture);
        JsonNode body = fixture.get("body");
        if (expected == null || !body.at("/usage/input_tokens_details").isObject()) {
          continue;
        }
        byte[] document = JsonDocument.write(body);
        ReportedUsage report =
            Objects.requireNonNull(Responses.PROVIDER.usage(document, 0, document.length));
        Usage usage = Objects.requireNonNull(report.usage(), () -> report.doubts().toString());
        assertThat(usage.totalInput()).isEqualTo(number(expected, "input_tokens"));
        assertThat(usage.inCacheRead()).isEqualTo(number(expected, "cache_read_tokens"));
        assertThat(usage.inCacheWriteOther()).isEqualTo(number(expected, "cache_write_tokens"));
        assertThat(usage.totalOutput()).isEqualTo(number(expected, "output_tokens"));
        assertThat(usage.outReasoning()).isEqualTo(number(expected, "output_reasoning_tokens"));
        compared++;
      }
    }
    // 161 bodies on 2026-11-21; far fewer would mean that the file is no longer understood.
    assertThat(compared).isGreaterThan(150);
  }

  private static @Nullable JsonNode extraction(JsonNode fixture) {
    for (JsonNode entry : Nodes.array(fixture, "extracted")) {
      for (JsonNode extractor : Nodes.array(entry, "extractors")) {
        if ("openai".equals(Nodes.text(extractor, "provider_id"))
            && "responses".equals(Nodes.text(extractor, "api_flavor"))) {
          return entry.get("usage");
        }
      }
    }
    return null;
  }

  private static long number(JsonNode usage, String name) {
    return Nodes.integer(usage, name, 0);
  }
}
