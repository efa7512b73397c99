package io.tollgate.adapters.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.adapters.bedrock.BedrockProvider;
import io.tollgate.adapters.cohere.CohereProvider;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.openai.embeddings.EmbeddingsProvider;
import io.tollgate.policies.usage.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Recorded bodies of Bedrock, Cohere and embeddings against the reading of them by genai-prices,
 * whose input tokens contain cache reads and writes: sums are compared. Of Cohere it has a reading
 * by tokens as well, which is not what is billed.
 */
class RecordedUsageTest {

  private static final Path FILE =
      Path.of(System.getProperty("tollgate.root", "."))
          .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");

  @Test
  void bedrock_agrees_with_the_reference() throws IOException {
    ProviderDialect bedrock = new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS);
    assertThat(compare(bedrock, "aws", "default")).isEqualTo(102);
  }

  @Test
  void cohere_agrees_with_the_reference() throws IOException {
    ProviderDialect cohere = new CohereProvider(Set.of(), CohereProvider.ENDPOINTS);
    assertThat(compare(cohere, "cohere", "default")).isEqualTo(11);
  }

  @Test
  void embeddings_agree_with_the_reference() throws IOException {
    ProviderDialect openai = EmbeddingsProvider.of(EmbeddingsProvider.Api.OPENAI);
    // The reference takes chat completions for embeddings, too; they are left out below.
    assertThat(compare(openai, "openai", "embeddings")).isPositive();
    ProviderDialect cohere = EmbeddingsProvider.of(EmbeddingsProvider.Api.COHERE);
    assertThat(compare(cohere, "cohere", "embeddings")).isEqualTo(2);
  }

  private static int compare(ProviderDialect dialect, String provider, String flavour)
      throws IOException {
    assumeTrue(Files.exists(FILE), "recorded usages are not beside the project: " + FILE);
    int compared = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode fixture = JsonDocument.read(line);
        JsonNode expected = extraction(fixture, provider, flavour);
        JsonNode body = Objects.requireNonNull(Nodes.object(fixture, "body"));
        boolean answers = Nodes.get(Nodes.object(body, "usage"), "completion_tokens") != null;
        if (expected == null || (flavour.equals("embeddings") && answers)) {
          continue;
        }
        byte[] bytes = JsonDocument.write(body);
        ReportedUsage report =
            Objects.requireNonNull(dialect.usage(bytes, 0, bytes.length), () -> body.toString());
        Usage usage = Objects.requireNonNull(report.usage(), () -> report + " of " + body);
        assertThat(report.doubts()).as("%s", body).isEmpty();
        assertThat(usage.totalInput()).as("%s", body).isEqualTo(number(expected, "input_tokens"));
        assertThat(usage.totalOutput()).as("%s", body).isEqualTo(number(expected, "output_tokens"));
        assertThat(usage.inCacheRead())
            .as("%s", body)
            .isEqualTo(number(expected, "cache_read_tokens"));
        assertThat(usage.inCacheWrite5m() + usage.inCacheWrite1h())
            .as("%s", body)
            .isEqualTo(number(expected, "cache_write_tokens"));
        compared++;
      }
    }
    return compared;
  }

  private static @Nullable JsonNode extraction(JsonNode fixture, String provider, String flavour) {
    for (JsonNode extracted : Nodes.array(fixture, "extracted")) {
      for (JsonNode extractor : Nodes.array(extracted, "extractors")) {
        if (Nodes.text(extractor, "provider_id", "").equals(provider)
            && Nodes.text(extractor, "api_flavor", "").equals(flavour)) {
          return Nodes.object(extracted, "usage");
        }
      }
    }
    return null;
  }

  private static long number(JsonNode usage, String name) {
    return Nodes.integer(usage, name, 0);
  }
}
