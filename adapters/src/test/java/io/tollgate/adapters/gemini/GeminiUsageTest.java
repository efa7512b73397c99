package io.tollgate.adapters.gemini;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GeminiUsageTest {

  private static final Path FILE =
      Path.of(System.getProperty("tollgate.root", "."))
          .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");

  private static ReportedUsage read(String metadata) {
    byte[] body = Wire.json("{'usageMetadata':" + metadata + "}");
    return Objects.requireNonNull(Wire.PROVIDER.usage(body, 0, body.length));
  }

  @Test
  void thoughts_and_tools_are_beside_the_candidates_and_the_prompt() {
    assertThat(
            read(
                "{'promptTokenCount':10,'cachedContentTokenCount':4,'candidatesTokenCount':3,"
                    + "'thoughtsTokenCount':7,'toolUsePromptTokenCount':5,'totalTokenCount':25}"))
        .isEqualTo(
            new ReportedUsage(
                new Usage(6, 4, 0, 0, 0, 5, 3, 7, 0), UsageQuality.PROVIDER_REPORTED, List.of()));
  }

  @Test
  void details_tell_sound_pictures_and_film_from_text() {
    Usage usage =
        read("{'promptTokenCount':100,'cachedContentTokenCount':30,'candidatesTokenCount':20,"
                + "'totalTokenCount':120,'promptTokensDetails':["
                + "{'modality':'AUDIO','tokenCount':25},{'modality':'VIDEO','tokenCount':30},"
                + "{'modality':'TEXT','tokenCount':15},{'modality':'TEXT','tokenCount':10},"
                + "{'modality':'IMAGE','tokenCount':20},{'modality':'DOCUMENT'}],"
                + "'cacheTokensDetails':[{'modality':'AUDIO','tokenCount':5},"
                + "{'modality':'VIDEO','tokenCount':10},{'modality':'TEXT','tokenCount':15}],"
                + "'candidatesTokensDetails':[{'modality':'IMAGE','tokenCount':12},"
                + "{'modality':'AUDIO','tokenCount':3},{'modality':'TEXT','tokenCount':5}]}")
            .usage();
    assertThat(usage)
        .isEqualTo(
            new Usage(10, 25, 0, 0, 0, 0, 5, 0, 0)
                .with(
                    Extras.of(
                        Map.of(
                            Meter.IN_AUDIO,
                            20L,
                            Meter.IN_AUDIO_CACHE_READ,
                            5L,
                            Meter.IN_IMAGE,
                            20L,
                            Meter.IN_VIDEO,
                            20L,
                            Meter.OUT_AUDIO,
                            3L,
                            Meter.OUT_IMAGE,
                            12L))));
    assertThat(
            read("{'promptTokenCount':10,'candidatesTokenCount':3,'promptTokensDetails':["
                    + "{'modality':'AUDIO','tokenCount':-1}]}")
                .usage())
        .isNull();
  }

  @Test
  void zeros_that_are_left_out_are_zeros() {
    assertThat(read("{'promptTokenCount':10,'totalTokenCount':10}"))
        .isEqualTo(new ReportedUsage(Usage.of(10, 0), UsageQuality.PROVIDER_REPORTED, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'promptTokenCount':10,'totalTokenCount':17}|10|7",
        "{'candidatesTokenCount':3,'totalTokenCount':17}|14|3",
        "{'promptTokenCount':10.0,'candidatesTokenCount':3,'totalTokenCount':99}|10|3",
        "{'promptTokenCount':10,'candidatesTokenCount':9,'thoughtsTokenCount':5,"
            + "'totalTokenCount':19}|10|9"
      })
  void odd_reports_are_believed_with_a_doubt(String metadata, long input, long output) {
    ReportedUsage report = read(metadata);
    Usage usage = Objects.requireNonNull(report.usage());
    assertThat(List.of(usage.totalInput(), usage.totalOutput())).containsExactly(input, output);
    assertThat(report.doubts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|",
        "{'promptTokenCount':null}|",
        "{'promptTokenCount':-1}|",
        "{'promptTokenCount':1.5}|",
        "{'promptTokenCount':'10'}|",
        "{'promptTokenCount':1e99999999}|",
        "{'promptTokenCount':9999999999999}|",
        "{'promptTokenCount':1,'cachedContentTokenCount':2}|"
      })
  void reports_that_contradict_themselves_are_not(String metadata) {
    ReportedUsage report = read(metadata);
    assertThat(report.usage()).isNull();
    assertThat(report.quality()).isEqualTo(UsageQuality.TOKENIZER_ESTIMATED);
    assertThat(report.doubts()).isNotEmpty();
  }

  @Test
  void recorded_reports_agree_with_the_reference() throws IOException {
    assumeTrue(Files.exists(FILE), "recorded usages are not beside the project: " + FILE);
    int compared = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        compared += compare(JsonDocument.read(line)) ? 1 : 0;
      }
    }
    // 273 bodies on 2026-11-21; far fewer would mean that the file is no longer understood.
    assertThat(compared).isGreaterThan(250);
  }

  private static boolean compare(JsonNode fixture) {
    JsonNode metadata = Nodes.object(fixture.get("body"), "usageMetadata");
    if (metadata == null) {
      return false;
    }
    JsonNode expected = fixture.path("extracted").path(0).path("usage");
    Usage usage =
        Objects.requireNonNull(Objects.requireNonNull(GeminiUsage.read(metadata)).usage());
    // The reference counts what tools read as a part of the input, where it is said to be.
    assertThat(
            List.of(
                usage.totalInput(), usage.inCacheRead(), usage.totalOutput(), usage.outReasoning()))
        .as(fixture.toString())
        .isEqualTo(
            List.of(
                expected.path("input_tokens").asLong(0),
                expected.path("cache_read_tokens").asLong(0),
                expected.path("output_tokens").asLong(0),
                expected.path("output_reasoning_tokens").asLong(0)));
    return true;
  }
}
