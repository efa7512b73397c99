package io.tollgate.adapters.anthropic;

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
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UsagePartitionTest {

  private static final Path FIXTURES =
      Path.of(System.getProperty("tollgate.root", "."))
          .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");

  private static ReportedUsage report(String usage) {
    byte[] body = ("{\"type\":\"message\",\"usage\":" + usage + "}").getBytes(UTF_8);
    return Objects.requireNonNull(Requests.ANTHROPIC.usage(body, 0, body.length));
  }

  private static @Nullable Usage usage(String usage) {
    return report(usage).usage();
  }

  @Test
  void input_excludes_the_cache_and_output_includes_thoughts() {
    assertThat(
            usage(
                "{\"input_tokens\":10,\"cache_read_input_tokens\":20,\"cache_creation_input_tokens\":30,"
                    + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":12,\"ephemeral_1h_input_tokens\":18},"
                    + "\"output_tokens\":9,\"output_tokens_details\":{\"thinking_tokens\":4},"
                    + "\"server_tool_use\":{\"web_search_requests\":3}}"))
        .isEqualTo(new Usage(10, 20, 12, 18, 0, 0, 5, 4, 0).with(Extras.of(Meter.SEARCHES, 3)));
  }

  @Test
  void the_place_of_the_answer_is_read_in_the_words_of_the_report() {
    assertThat(report("{\"input_tokens\":1,\"output_tokens\":1,\"inference_geo\":\"us\"}").region())
        .isEqualTo("us");
    assertThat(report("{\"input_tokens\":1,\"output_tokens\":1,\"inference_geo\":null}").region())
        .isNull();
    assertThat(report("{\"input_tokens\":1,\"output_tokens\":1}").region()).isNull();
  }

  @Test
  void searches_that_are_no_number_are_not_believed() {
    assertThat(
            usage(
                "{\"input_tokens\":1,\"output_tokens\":1,"
                    + "\"server_tool_use\":{\"web_search_requests\":-1}}"))
        .isNull();
    assertThat(
            usage(
                "{\"input_tokens\":1,\"output_tokens\":1,"
                    + "\"server_tool_use\":{\"web_search_requests\":0,\"web_fetch_requests\":4}}"))
        .isEqualTo(Usage.of(1, 1));
  }

  @Test
  void writes_that_the_breakdown_leaves_out_are_taken_for_five_minutes() {
    ReportedUsage report =
        report(
            "{\"input_tokens\":1,\"cache_creation_input_tokens\":30,\"output_tokens\":1,"
                + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":5,\"ephemeral_1h_input_tokens\":10}}");
    assertThat(report.usage()).isEqualTo(new Usage(1, 0, 20, 10, 0, 0, 1, 0, 0));
    assertThat(report.doubts()).hasSize(1);
    assertThat(usage("{\"input_tokens\":1,\"cache_creation_input_tokens\":7,\"output_tokens\":1}"))
        .isEqualTo(new Usage(1, 0, 7, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void a_report_that_contradicts_itself_is_not_believed() {
    List<String> wrong =
        List.of(
            "{}",
            "{\"input_tokens\":1}",
            "{\"output_tokens\":1}",
            "{\"input_tokens\":-1,\"output_tokens\":1}",
            "{\"input_tokens\":1.5,\"output_tokens\":1}",
            "{\"input_tokens\":\"1\",\"output_tokens\":1}",
            "{\"input_tokens\":1,\"output_tokens\":1e30}",
            "{\"input_tokens\":1,\"output_tokens\":1,\"output_tokens_details\":{\"thinking_tokens\":2}}",
            "{\"input_tokens\":1,\"output_tokens\":1,\"cache_creation_input_tokens\":1,"
                + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":2}}");
    for (String usage : wrong) {
      ReportedUsage report = report(usage);
      assertThat(report.usage()).as(usage).isNull();
      assertThat(report.quality()).isEqualTo(UsageQuality.TOKENIZER_ESTIMATED);
      assertThat(report.doubts()).isNotEmpty();
    }
  }

  @Test
  void nulls_and_whole_floats_are_counters_like_others() {
    assertThat(
            usage(
                "{\"input_tokens\":2.0,\"output_tokens\":1e1,\"cache_read_input_tokens\":null,"
                    + "\"cache_creation\":null,\"output_tokens_details\":null}"))
        .isEqualTo(Usage.of(2, 10));
  }

  @Test
  void work_that_is_counted_beside_the_answer_is_a_doubt() {
    ReportedUsage report =
        report(
            "{\"input_tokens\":1,\"output_tokens\":1,\"iterations\":[{\"type\":\"compaction\",\"input_tokens\":9},"
                + "{\"type\":\"message\"}]}");

    assertThat(report.usage()).isEqualTo(Usage.of(1, 1));
    assertThat(report.doubts()).hasSize(1);
  }

  /**
   * The reference lets input tokens contain cache reads and writes and has no split by the life of
   * a cache in this file, so sums are compared. It has an extractor for Anthropic's chat dialect
   * too, which is another test's.
   */
  @Test
  void recorded_bodies_come_to_what_the_reference_extracted() throws IOException {
    assumeTrue(Files.exists(FIXTURES), "recorded usages are not beside the project: " + FIXTURES);
    int compared = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(FIXTURES)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode fixture = JsonDocument.read(line);
        JsonNode expected = extraction(fixture);
        if (expected == null || !expected.has("output_tokens")) {
          continue;
        }
        byte[] body = JsonDocument.write(Objects.requireNonNull(fixture.get("body")));
        ReportedUsage report =
            Objects.requireNonNull(Requests.ANTHROPIC.usage(body, 0, body.length), line);
        Usage usage = Objects.requireNonNull(report.usage(), () -> report.doubts().toString());
        assertThat(
                List.of(
                    usage.totalInput(),
                    usage.inCacheRead(),
                    usage.inCacheWrite5m() + usage.inCacheWrite1h(),
                    usage.totalOutput()))
            .as(line.substring(0, Math.min(500, line.length())))
            .isEqualTo(
                List.of(
                    Nodes.integer(expected, "input_tokens", 0),
                    Nodes.integer(expected, "cache_read_tokens", 0),
                    Nodes.integer(expected, "cache_write_tokens", 0),
                    Nodes.integer(expected, "output_tokens", 0)));
        compared++;
      }
    }
    // 300 bodies on 2026-11-21; far fewer would mean that the file is no longer understood.
    assertThat(compared).isGreaterThan(200);
  }

  private static @Nullable JsonNode extraction(JsonNode fixture) {
    for (JsonNode extracted : Nodes.array(fixture, "extracted")) {
      for (JsonNode extractor : Nodes.array(extracted, "extractors")) {
        if ("anthropic".equals(Nodes.text(extractor, "provider_id"))
            && "default".equals(Nodes.text(extractor, "api_flavor"))) {
          return extracted.get("usage");
        }
      }
    }
    return null;
  }
}
