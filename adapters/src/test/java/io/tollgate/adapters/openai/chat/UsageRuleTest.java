package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.usage.EngineTimes;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageRuleTest {

  @Test
  void openai_counts_caches_in_the_prompt_and_reasoning_in_the_completion() {
    ReportedUsage report =
        read(
            UsageRule.OPENAI,
            """
            {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150,
             "prompt_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 10, "audio_tokens": 5},
             "completion_tokens_details": {"reasoning_tokens": 30, "rejected_prediction_tokens": 5,
               "accepted_prediction_tokens": 4, "audio_tokens": null}}
            """);

    assertThat(report.usage())
        .isEqualTo(new Usage(25, 60, 0, 0, 10, 0, 15, 30, 5).with(Extras.of(Meter.IN_AUDIO, 5)));
    assertThat(report.quality()).isEqualTo(UsageQuality.PROVIDER_REPORTED);
    assertThat(report.doubts()).isEmpty();
  }

  @Test
  void moonshot_puts_cached_tokens_beside_the_details() {
    assertThat(
            read(
                    UsageRule.OPENAI,
                    "{\"prompt_tokens\":10,\"completion_tokens\":1,\"cached_tokens\":8}")
                .usage())
        .isEqualTo(new Usage(2, 8, 0, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void deepseek_counts_hits_and_misses() {
    assertThat(
            read(
                    UsageRule.DEEPSEEK,
                    """
                    {"prompt_tokens": 12, "completion_tokens": 9, "prompt_cache_hit_tokens": 8,
                     "prompt_cache_miss_tokens": 4, "completion_tokens_details": {"reasoning_tokens": 5}}
                    """)
                .usage())
        .isEqualTo(new Usage(4, 8, 0, 0, 0, 0, 4, 5, 0));
    assertThat(
            read(
                    UsageRule.DEEPSEEK,
                    "{\"prompt_tokens\":12,\"completion_tokens\":9,\"prompt_cache_hit_tokens\":8}")
                .usage())
        .isEqualTo(new Usage(4, 8, 0, 0, 0, 0, 9, 0, 0));
    assertThat(read(UsageRule.DEEPSEEK, "{\"prompt_tokens\":12,\"completion_tokens\":9}").usage())
        .isEqualTo(Usage.of(12, 9));
  }

  @Test
  void xai_counts_reasoning_beside_the_completion() {
    ReportedUsage report =
        read(
            UsageRule.XAI,
            """
            {"prompt_tokens": 30, "completion_tokens": 9, "total_tokens": 359,
             "prompt_tokens_details": {"cached_tokens": 10},
             "completion_tokens_details": {"reasoning_tokens": 320}}
            """);

    assertThat(report.usage()).isEqualTo(new Usage(20, 10, 0, 0, 0, 0, 9, 320, 0));
    assertThat(report.doubts()).isEmpty();
  }

  @Test
  void perplexity_counts_reasoning_and_citations_beside_the_completion() {
    assertThat(
            read(
                    UsageRule.PERPLEXITY,
                    """
                    {"prompt_tokens": 30, "completion_tokens": 9, "reasoning_tokens": 7,
                     "citation_tokens": 5, "num_search_queries": 2}
                    """)
                .usage())
        .isEqualTo(new Usage(30, 0, 0, 0, 0, 0, 9, 7, 5).with(Extras.of(Meter.SEARCHES, 2)));
  }

  @Test
  void sound_and_pictures_are_told_from_text_and_what_is_cached_is_text_first() {
    Usage usage =
        read(
                UsageRule.OPENAI,
                """
                {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150,
                 "prompt_tokens_details":
                   {"cached_tokens": 60, "audio_tokens": 45, "image_tokens": 10},
                 "completion_tokens_details": {"reasoning_tokens": 10, "audio_tokens": 30}}
                """)
            .usage();
    // 45 of text and 15 of sound were cached; 30 of sound and the pictures were read in full.
    assertThat(usage)
        .isEqualTo(
            new Usage(0, 45, 0, 0, 0, 0, 10, 10, 0)
                .with(
                    Extras.of(
                        Map.of(
                            Meter.IN_AUDIO,
                            30L,
                            Meter.IN_AUDIO_CACHE_READ,
                            15L,
                            Meter.IN_IMAGE,
                            10L,
                            Meter.OUT_AUDIO,
                            30L))));
    assertThat(
            read(
                    UsageRule.OPENAI,
                    "{\"prompt_tokens\":1,\"completion_tokens\":1,"
                        + "\"prompt_tokens_details\":{\"audio_tokens\":-5}}")
                .usage())
        .isNull();
  }

  @Test
  void llama_cpp_is_believed_by_its_timings() {
    String timings = "{\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":6},\"timings\":{%s}}";

    assertThat(
            document(UsageRule.LLAMA_CPP, timings.formatted("\"prompt_n\":10,\"predicted_n\":6")))
        .isEqualTo(
            new ReportedUsage(
                new Usage(10, 20, 0, 0, 0, 0, 6, 0, 0),
                UsageQuality.ENGINE_REPORTED,
                java.util.List.of()));
    assertThat(
            document(
                    UsageRule.LLAMA_CPP,
                    timings.formatted("\"prompt_n\":10,\"cache_n\":1,\"predicted_n\":5"))
                .doubts())
        .hasSize(1);
    assertThat(document(UsageRule.LLAMA_CPP, timings.formatted("")).usage())
        .isEqualTo(Usage.of(30, 6));
  }

  @Test
  void llama_cpp_says_how_long_it_worked() {
    String timings =
        "{\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":6},"
            + "\"timings\":{\"prompt_n\":10,\"predicted_n\":6,%s}}";

    assertThat(
            document(
                    UsageRule.LLAMA_CPP,
                    timings.formatted("\"prompt_ms\":1.5,\"predicted_ms\":20.0004"))
                .engine())
        .isEqualTo(new EngineTimes(1_500, 20_000));
    for (String unbelievable :
        List.of(
            "\"prompt_ms\":1.5",
            "\"prompt_ms\":-1,\"predicted_ms\":2",
            "\"prompt_ms\":\"1\",\"predicted_ms\":2",
            "\"prompt_ms\":1e999999999,\"predicted_ms\":2",
            "\"prompt_ms\":1e15,\"predicted_ms\":2")) {
      assertThat(document(UsageRule.LLAMA_CPP, timings.formatted(unbelievable)).engine()).isNull();
    }
  }

  @Test
  void a_missing_completion_follows_from_the_total() {
    ReportedUsage report = read(UsageRule.OPENAI, "{\"prompt_tokens\":30,\"total_tokens\":42}");

    assertThat(report.usage()).isEqualTo(Usage.of(30, 12));
    assertThat(report.doubts()).hasSize(1);
  }

  @Test
  void whole_numbers_may_be_written_as_floats() {
    assertThat(
            read(UsageRule.OPENAI, "{\"prompt_tokens\":30.0,\"completion_tokens\":1.2e1}").usage())
        .isEqualTo(Usage.of(30, 12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1.5",
        "\"7\"",
        "true",
        "[]",
        "{}",
        "1e18",
        "1e400",
        "1e-400",
        "4294967296",
        "1e999999999",
        "1e99999999999",
        "-1e999999999",
        "123456789012345678901234567890123456789"
      })
  void row_17_a_counter_that_cannot_be_is_not_believed(String counter) {
    for (String usage :
        new String[] {
          "{\"prompt_tokens\":%s,\"completion_tokens\":1}",
          "{\"prompt_tokens\":1,\"completion_tokens\":%s}",
          "{\"prompt_tokens\":1,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":%s}}",
          "{\"prompt_tokens\":1,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cache_write_tokens\":%s}}",
          "{\"prompt_tokens\":1,\"completion_tokens\":1,\"completion_tokens_details\":{\"reasoning_tokens\":%s}}"
        }) {
      ReportedUsage report = read(UsageRule.OPENAI, usage.formatted(counter));
      assertThat(report.usage()).as(usage.formatted(counter)).isNull();
      assertThat(report.quality().isReported()).isFalse();
      assertThat(report.doubts()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"prompt_tokens\":null,\"completion_tokens\":1}",
        "{\"prompt_tokens\":1}",
        "{\"prompt_tokens\":5,\"total_tokens\":4}",
        "{\"prompt_tokens\":5,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":6}}",
        "{\"prompt_tokens\":5,\"completion_tokens\":1,\"completion_tokens_details\":{\"reasoning_tokens\":2}}",
        "{\"prompt_tokens\":5,\"completion_tokens\":3,\"completion_tokens_details\":"
            + "{\"reasoning_tokens\":2,\"rejected_prediction_tokens\":2}}",
      })
  void a_report_that_contradicts_itself_is_not_believed(String usage) {
    assertThat(read(UsageRule.OPENAI, usage).usage()).isNull();
    assertThat(read(UsageRule.OPENAI, usage).doubts()).isNotEmpty();
  }

  @Test
  void hits_and_misses_must_add_up() {
    assertThat(
            read(
                    UsageRule.DEEPSEEK,
                    "{\"prompt_tokens\":12,\"completion_tokens\":9,\"prompt_cache_hit_tokens\":8,"
                        + "\"prompt_cache_miss_tokens\":5}")
                .usage())
        .isNull();
  }

  @Test
  void reasoning_that_the_total_shows_beside_the_completion_is_counted_there() {
    ReportedUsage report =
        read(
            UsageRule.OPENAI,
            """
            {"prompt_tokens": 30, "completion_tokens": 9, "total_tokens": 359,
             "completion_tokens_details": {"reasoning_tokens": 320}}
            """);

    assertThat(report.usage()).isEqualTo(new Usage(30, 0, 0, 0, 0, 0, 9, 320, 0));
    assertThat(report.doubts()).hasSize(1);
  }

  @Test
  void oddities_are_doubted_but_believed() {
    ReportedUsage total =
        read(
            UsageRule.OPENAI,
            "{\"prompt_tokens\":66,\"completion_tokens\":6,\"total_tokens\":100}");
    ReportedUsage write =
        read(
            UsageRule.OPENAI,
            """
            {"prompt_tokens": 10, "completion_tokens": 1,
             "prompt_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 10}}
            """);
    ReportedUsage engine =
        read(
            UsageRule.OPENAI,
            "{\"prompt_tokens\":64,\"completion_tokens\":6,\"num_cached_tokens\":32}");

    assertThat(total.usage()).isEqualTo(Usage.of(66, 6));
    assertThat(total.doubts()).hasSize(1);
    assertThat(write.usage()).isEqualTo(new Usage(0, 8, 0, 0, 2, 0, 1, 0, 0));
    assertThat(write.doubts()).hasSize(1);
    assertThat(engine.usage()).isEqualTo(Usage.of(64, 6));
    assertThat(engine.doubts()).hasSize(1);
  }

  @Test
  void nothing_said_is_nothing_reported() {
    byte[] none = "{\"usage\":null}".getBytes(UTF_8);

    assertThat(UsageRule.OPENAI.read(none, 0, none.length)).isNull();
  }

  private static ReportedUsage read(UsageRule rule, String usage) {
    return document(rule, "{\"usage\":" + usage + "}");
  }

  private static ReportedUsage document(UsageRule rule, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return Objects.requireNonNull(rule.read(bytes, 0, bytes.length));
  }
}
