package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonTree;
import io.tollgate.policies.usage.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Recorded usage bodies against the extraction of a reference implementation.
 *
 * <p>Where the two are known to differ, the provider's documentation decides:
 *
 * <ul>
 *   <li>The reference applies every extractor to every body of the right shape, whoever sent it. So
 *       each rule is held against the extractor of its own provider only.
 *   <li>The reference lets prompt tokens contain cache reads and writes, and output tokens contain
 *       reasoning, as the providers do; ours are the disjoint parts, so sums are compared.
 *   <li>Perplexity: the reference does not add {@code reasoning_tokens} and {@code
 *       citation_tokens}; Perplexity's documentation bills both. No recorded body has them.
 *   <li>Rejected predictions are inside the output of both; in ours they are a part of their own.
 * </ul>
 */
class UsageFixturesTest {

  private static final Path FILE =
      Path.of(System.getProperty("tollgate.root", "."))
          .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");

  @Test
  void openai_agrees_with_the_reference() throws IOException {
    // 254 bodies on 2026-11-21; far fewer would mean that the file is no longer understood.
    assertThat(compare(UsageRule.OPENAI, "openai", "chat")).isGreaterThan(200);
  }

  @Test
  void deepseek_agrees_with_the_reference() throws IOException {
    assertThat(compare(UsageRule.DEEPSEEK, "deepseek", "chat")).isGreaterThan(200);
  }

  @Test
  void xai_agrees_with_the_reference() throws IOException {
    assertThat(compare(UsageRule.XAI, "x-ai", "chat")).isGreaterThan(200);
  }

  @Test
  void perplexity_agrees_with_the_reference_on_the_totals() throws IOException {
    assertThat(compare(UsageRule.PERPLEXITY, "perplexity", "default")).isGreaterThan(200);
  }

  private static int compare(UsageRule rule, String provider, String flavour) throws IOException {
    assumeTrue(Files.exists(FILE), "recorded usages are not beside the project: " + FILE);
    int compared = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Map<String, Object> fixture = JsonTree.object(line.getBytes(UTF_8));
        Map<String, Object> expected = extraction(fixture, provider, flavour);
        // Embeddings share the shape of the input side, but no answer of this dialect is without
        // output.
        if (!expected.containsKey("output_tokens")) {
          continue;
        }
        ReportedUsage report =
            Objects.requireNonNull(read(rule, line), () -> "no usage in fixture");
        Usage usage =
            Objects.requireNonNull(report.usage(), () -> report.doubts() + " in " + expected);
        if (rule == UsageRule.PERPLEXITY && usage.outReasoning() > 0) {
          continue;
        }
        assertThat(
                List.of(
                    usage.totalInput(),
                    rule == UsageRule.PERPLEXITY ? 0L : usage.inCacheRead(),
                    rule == UsageRule.OPENAI ? usage.inCacheWriteOther() : 0L,
                    usage.totalOutput(),
                    usage.outReasoning()))
            .as(line.substring(0, Math.min(500, line.length())))
            .isEqualTo(
                List.of(
                    number(expected, "input_tokens"),
                    number(expected, "cache_read_tokens"),
                    rule == UsageRule.OPENAI ? number(expected, "cache_write_tokens") : 0L,
                    number(expected, "output_tokens"),
                    number(expected, "output_reasoning_tokens")));
        compared++;
      }
    }
    return compared;
  }

  /** The body is the fixture's first member, and in it the usage is where an answer has it. */
  private static ReportedUsage read(UsageRule rule, String line) {
    int from = line.indexOf("\"body\": ") + "\"body\": ".length();
    int to = line.indexOf(", \"extracted\":");
    byte[] body = line.substring(from, to).getBytes(UTF_8);
    return Objects.requireNonNull(rule.read(body, 0, body.length));
  }

  private static Map<String, Object> extraction(
      Map<String, Object> fixture, String provider, String flavour) {
    for (Object entry : (List<?>) fixture.getOrDefault("extracted", List.of())) {
      Map<?, ?> extracted = (Map<?, ?>) entry;
      for (Object extractor : (List<?>) Objects.requireNonNull(extracted.get("extractors"))) {
        Map<?, ?> names = (Map<?, ?>) extractor;
        if (provider.equals(names.get("provider_id")) && flavour.equals(names.get("api_flavor"))) {
          return members(Objects.requireNonNull(extracted.get("usage")));
        }
      }
    }
    return Map.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(Object usage) {
    return (Map<String, Object>) usage;
  }

  private static long number(Map<String, Object> usage, String name) {
    return usage.get(name) instanceof BigDecimal value ? value.longValueExact() : 0;
  }
}
