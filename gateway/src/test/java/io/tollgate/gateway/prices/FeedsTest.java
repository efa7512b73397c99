package io.tollgate.gateway.prices;

import static io.tollgate.gateway.prices.SmallFeeds.DAY;
import static io.tollgate.gateway.prices.SmallFeeds.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Reading feeds in their several formats. */
final class FeedsTest {

  private static final String TOML =
      """
      name = "Gemini X"

      [cost]
      input = 2.00
      output = 12.00
      cache_read = 0.20

      [[cost.tiers]]
      tier = { size = 200_000 }
      input = 4.00
      output = 18.00
      cache_read = 0.40
      """;

  @Test
  void a_packed_archive_of_models_dev_is_read_and_its_links_are_followed() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "providers/google/models/gemini-x.toml", '0', "", TOML);
    entry(
        tar,
        "providers/google-vertex/models/gemini-x.toml",
        '2',
        "../../google/models/gemini-x.toml",
        "");
    entry(tar, "providers/google/models/broken.toml", '0', "", "[cost");
    entry(tar, "providers/google/provider.toml", '0', "", "name = \"Google\"");
    tar.write(new byte[1024]);
    Feed feed = Feeds.read(packed(tar.toByteArray()), null, DAY);
    assertThat(feed.format()).isEqualTo(FeedFormat.MODELS_DEV);
    assertThat(feed.prices())
        .extracting(price -> price.deployment() + ": " + SmallFeeds.text(price.at(NOW)))
        .containsExactly(
            "google/gemini-x: input 2, output 12, cache_read 0.2, input above 200000 4, output"
                + " above 200000 18, cache_read above 200000 0.4",
            "vertex/gemini-x: input 2, output 12, cache_read 0.2, input above 200000 4, output"
                + " above 200000 18, cache_read above 200000 0.4");
    assertThat(feed.refusals())
        .extracting(refusal -> refusal.name() + " " + refusal.kind().key())
        .containsExactly("google/broken shape");
  }

  @Test
  void a_long_path_of_an_archive_is_read() throws IOException {
    String path = "providers/deepinfra/models/" + "m".repeat(120) + ".toml";
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "././@LongLink", 'L', "", path + "\0");
    entry(tar, path.substring(0, 99), '0', "", TOML);
    assertThat(TarArchive.files(tar.toByteArray())).containsOnlyKeys(path);
    tar.reset();
    String record = " path=" + path + "\n";
    entry(tar, "PaxHeader", 'x', "", (record.length() + 3) + record);
    entry(tar, path.substring(0, 99), '0', "", TOML);
    assertThat(TarArchive.files(tar.toByteArray())).containsOnlyKeys(path);
  }

  @Test
  void an_archive_that_is_cut_short_is_not_taken_for_a_smaller_one() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "providers/google/models/gemini-x.toml", '0', "", TOML);
    byte[] cut = Arrays.copyOf(tar.toByteArray(), 600);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Feeds.read(cut, null, DAY))
        .withMessageContaining("cut short");
    byte[] packed = packed(tar.toByteArray());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Feeds.read(Arrays.copyOf(packed, packed.length - 9), null, DAY))
        .withMessageContaining("damaged");
  }

  @Test
  void openrouter_writes_texts_and_sells_under_its_own_name() {
    Feed feed =
        SmallFeeds.read(
            """
            {"data": [
              {"id": "qwen/q", "pricing": {"prompt": "0.00000003", "completion": "0.00000013",
                "input_cache_write": "0.000000038", "overrides": [
                  {"min_prompt_tokens": 32000, "prompt": "0.0000001", "completion": "0.0000004"}]}},
              {"id": "openrouter/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
              {"id": "~openai/gpt-latest", "pricing": {"prompt": "0.1", "completion": "0.1"}}]}
            """,
            DAY);
    assertThat(feed.prices()).hasSize(1);
    assertThat(feed.prices().getFirst().deployment()).isEqualTo("openrouter/qwen/q");
    assertThat(SmallFeeds.text(feed.prices().getFirst().at(NOW)))
        .isEqualTo(
            "input 0.03, output 0.13, cache_write 0.038, input above 32000 0.1, output above 32000"
                + " 0.4");
    assertThat(feed.refusals())
        .extracting(Refusal::kind)
        .containsExactly(Refusal.Kind.NEGATIVE, Refusal.Kind.NEGATIVE, Refusal.Kind.ALIAS);
  }

  @Test
  void providers_get_the_names_that_we_give_them() {
    assertThat(DeploymentNames.litellmProvider("vertex_ai-anthropic_models"))
        .isEqualTo("vertex_ai");
    assertThat(DeploymentNames.deployment("gemini", "gemini-x")).isEqualTo("google/gemini-x");
    assertThat(DeploymentNames.deployment("x-ai", "grok")).isEqualTo("xai/grok");
    assertThat(DeploymentNames.deployment("google", "claude-x")).isEqualTo("vertex/claude-x");
    assertThat(DeploymentNames.deployment("novel", "a/b")).isEqualTo("novel/a/b");
    assertThat(DeploymentNames.deployment("novel", "a b")).isNull();
    assertThat(DeploymentNames.isAlias("latest-news-7b")).isTrue();
    assertThat(DeploymentNames.isAlias("collatest-7b")).isFalse();
  }

  @Test
  void what_is_no_feed_is_refused_with_advice() {
    for (String text : new String[] {"", "{}", "[]", "{\"a\": 1}", "hello"}) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> SmallFeeds.read(text, DAY));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Feeds.read("{}".getBytes(UTF_8), FeedFormat.LITELLM, DAY))
        .withMessageContaining("is it another format");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeedFormat.of("litelm"))
        .withMessageContaining("litellm, genai-prices, models.dev, openrouter");
  }

  @Test
  void the_day_of_a_feed_is_read_from_its_name() {
    assertThat(Feeds.day("genai-prices.v2.2026-08-21.json.gz"))
        .contains(LocalDate.parse("2026-08-21"));
    assertThat(Feeds.day("prices.2026-19-39.json")).isEmpty();
    assertThat(Feeds.day("prices.json")).isEmpty();
  }

  private static void entry(
      ByteArrayOutputStream tar, String name, char type, String link, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(bytes.length));
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar");
    tar.write(header);
    tar.write(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
  }

  private static void put(byte[] header, int at, String text) {
    System.arraycopy(text.getBytes(UTF_8), 0, header, at, text.length());
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
