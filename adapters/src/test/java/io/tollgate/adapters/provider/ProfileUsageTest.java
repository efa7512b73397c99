package io.tollgate.adapters.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Recorded usage bodies, read by the dialects of the shipped profiles, against the extraction of a
 * reference implementation.
 *
 * <p>The reference applies every extractor to every body of the right shape, whoever sent it: 254
 * bodies of chat completions, 301 that name input and output tokens, and so on. All of them are
 * compared. Its input contains cache reads and writes, and its output reasoning; ours are disjoint
 * parts, so sums are compared. Where the two differ, the provider's documentation decides:
 *
 * <ul>
 *   <li>For some providers the reference has no extractor for cache reads, cache writes or
 *       reasoning (the column "not read"). We read them wherever the dialect names them: OpenAI
 *       documents {@code cache_write_tokens} for its models, which Azure serves as well; Anthropic
 *       documents {@code thinking_tokens}, whoever hosts it; Cerebras documents {@code
 *       cached_tokens}. What is not read is a part of a total on which both agree.
 *   <li>Perplexity: the reference does not add {@code reasoning_tokens}, which Perplexity's
 *       documentation bills beside the completion tokens. The recorded bodies that have them are
 *       others' and stay out.
 *   <li>Cohere: the reference also has a flavour for {@code usage.tokens}; what is billed, and read
 *       here, is {@code usage.billed_units}.
 * </ul>
 */
class ProfileUsageTest {

  private static final Path FILE =
      Path.of(System.getProperty("tollgate.root", "."))
          .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");

  private record Counts(long input, long cacheRead, long cacheWrite, long output, long reasoning) {

    static Counts of(Usage usage) {
      return new Counts(
          usage.totalInput(),
          usage.inCacheRead(),
          usage.inCacheWrite5m() + usage.inCacheWrite1h() + usage.inCacheWriteOther(),
          usage.totalOutput(),
          usage.outReasoning());
    }

    static Counts of(JsonNode reference) {
      return new Counts(
          number(reference, "input_tokens"),
          number(reference, "cache_read_tokens"),
          number(reference, "cache_write_tokens"),
          number(reference, "output_tokens"),
          number(reference, "output_reasoning_tokens"));
    }

    /** Without the parts that the reference does not read. */
    Counts without(String parts) {
      return new Counts(
          input,
          parts.contains("reads") ? 0 : cacheRead,
          parts.contains("writes") ? 0 : cacheWrite,
          output,
          parts.contains("reasoning") ? 0 : reasoning);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          openai          | openai-chat       | openai                | chat       | -                       | 254
          openai          | openai-responses  | openai                | responses  | -                       | 301
          openai          | openai-embeddings | openai                | embeddings | -                       | 257
          azure-openai    | openai-chat       | azure                 | chat       | writes                  | 254
          azure-openai    | openai-responses  | azure                 | responses  | writes                  | 301
          azure-openai    | openai-embeddings | azure                 | embeddings | -                       | 257
          azure-anthropic | anthropic         | azure                 | anthropic  | reasoning               | 301
          anthropic       | anthropic         | anthropic             | default    | -                       | 301
          google          | gemini            | google                | default    | -                       | 273
          vertex          | gemini            | google                | default    | -                       | 273
          vertex          | anthropic         | google                | anthropic  | reasoning               | 301
          vertex          | openai-chat       | google                | chat       | writes                  | 254
          bedrock         | bedrock           | aws                   | default    | -                       | 102
          cohere          | cohere            | cohere                | default    | -                       | 11
          cohere          | cohere-embeddings | cohere                | embeddings | -                       | 2
          mistral         | openai-chat       | mistral               | default    | writes                  | 254
          groq            | openai-chat       | groq                  | default    | writes                  | 254
          deepseek        | openai-chat       | deepseek              | chat       | writes                  | 254
          xai             | openai-chat       | x-ai                  | chat       | writes                  | 254
          openrouter      | openai-chat       | openrouter            | chat       | -                       | 254
          cerebras        | openai-chat       | cerebras              | chat       | reads, writes           | 254
          fireworks       | openai-chat       | fireworks             | chat       | writes                  | 254
          moonshotai      | openai-chat       | moonshotai            | chat       | writes                  | 254
          zai             | openai-chat       | zai                   | chat       | writes                  | 254
          minimax         | anthropic         | minimax               | default    | reasoning               | 301
          minimax         | openai-responses  | minimax               | responses  | reads, writes, reasoning | 301
          minimax         | openai-chat       | minimax               | chat       | writes                  | 254
          perplexity      | openai-chat       | perplexity            | default    | reads, writes           | 204
          sambanova       | openai-chat       | huggingface_sambanova | chat       | reads, writes           | 254
          togetherai      | openai-chat       | huggingface_together  | chat       | reads, writes           | 254
          """)
  void invariant_05_recorded_bodies_come_to_what_the_reference_makes_of_them(
      String profile,
      String dialect,
      String provider,
      String flavour,
      @Nullable String notRead,
      int bodies)
      throws IOException {
    ProviderDialect spoken = dialect(profile, dialect);
    int compared = 0;
    for (JsonNode fixture : fixtures()) {
      JsonNode reference = extraction(fixture, provider, flavour);
      if (reference == null) {
        continue;
      }
      Usage usage = usage(spoken, fixture);
      if (profile.equals("perplexity") && usage.outReasoning() > 0) {
        continue;
      }
      compared++;
      assertThat(Counts.of(usage).without(notRead == null ? "" : notRead))
          .as(fixture.get("body").toString())
          .isEqualTo(Counts.of(reference).without(notRead == null ? "" : notRead));
      if (profile.equals("anthropic")) {
        assertThat(usage.inCacheWrite5m())
            .as(fixture.get("body").toString())
            .isEqualTo(number(reference, "cache_write_5m_tokens"));
      }
    }
    assertThat(compared).as("bodies of this shape on 2026-11-21").isGreaterThanOrEqualTo(bodies);
  }

  @Test
  void no_recorded_body_is_left_out() throws IOException {
    List<ProviderDialect> all =
        List.of(
            dialect("openai", "openai-chat"),
            dialect("openai", "openai-responses"),
            dialect("openai", "openai-embeddings"),
            dialect("anthropic", "anthropic"),
            dialect("google", "gemini"),
            dialect("bedrock", "bedrock"),
            dialect("cohere", "cohere"),
            dialect("cohere", "cohere-embeddings"));
    for (JsonNode fixture : fixtures()) {
      assertThat(all)
          .as(fixture.get("body").toString())
          .anySatisfy(spoken -> assertThat(usage(spoken, fixture)).isNotNull());
    }
  }

  private static ProviderDialect dialect(String profile, String dialect) {
    return Objects.requireNonNull(ProviderProfiles.shipped().find(profile)).dialects().stream()
        .filter(spoken -> spoken.dialect().equals(dialect))
        .findFirst()
        .orElseThrow()
        .speak(Variables.NONE);
  }

  private static Usage usage(ProviderDialect spoken, JsonNode fixture) {
    byte[] body = JsonDocument.write(fixture.get("body"));
    ReportedUsage report = spoken.usage(body, 0, body.length);
    assertThat(report).as("there is a report").isNotNull();
    Usage usage = Objects.requireNonNull(report).usage();
    assertThat(usage).as(report.doubts().toString()).isNotNull();
    return Objects.requireNonNull(usage);
  }

  private static List<JsonNode> fixtures() throws IOException {
    assumeTrue(Files.exists(FILE), "recorded usages are not beside the project: " + FILE);
    List<JsonNode> fixtures = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        fixtures.add(JsonDocument.read(line));
      }
    }
    return fixtures;
  }

  private static @Nullable JsonNode extraction(JsonNode fixture, String provider, String flavour) {
    for (JsonNode extracted : Nodes.array(fixture, "extracted")) {
      for (JsonNode extractor : Nodes.array(extracted, "extractors")) {
        if (provider.equals(Nodes.text(extractor, "provider_id"))
            && flavour.equals(Nodes.text(extractor, "api_flavor"))) {
          return extracted.get("usage");
        }
      }
    }
    return null;
  }

  private static long number(JsonNode usage, String name) {
    return Nodes.integer(usage, name, 0);
  }
}
