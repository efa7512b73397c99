package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate prices}. */
final class PricesCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private String first = "";
  private String second = "";

  @BeforeEach
  void writeFeeds() throws IOException {
    first =
        feed(
            "map.2026-11-20.json",
            """
            {"gpt-x": {"litellm_provider": "openai", "input_cost_per_token": 2.5e-06,
                       "output_cost_per_token": 1e-05},
             "gpt-y": {"litellm_provider": "openai", "input_cost_per_token": 1e-06,
                       "output_cost_per_token": 1e-05},
             "gpt-z": {"litellm_provider": "openai", "input_cost_per_token": 3e-06,
                       "output_cost_per_token": 1e-05}}
            """);
    second =
        feed(
            "prices.2026-11-21.json",
            """
            [{"id": "openai", "models": [
              {"id": "gpt-x", "prices": {"input_mtok": 2.5, "output_mtok": 10}},
              {"id": "gpt-y", "prices": {"input_mtok": 1.1, "output_mtok": 10}}]}]
            """);
  }

  private String feed(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private int run(String... words) {
    out = new StringWriter();
    err = new StringWriter();
    return Tollgate.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  @Test
  void an_import_is_printed_and_written_only_where_that_is_asked() throws IOException {
    String target = folder.resolve("new.yaml").toString();
    assertThat(run("prices", "import", first, second)).isZero();
    assertThat(folder.resolve("new.yaml")).doesNotExist();
    assertThat(out.toString())
        .contains(
            "openai/gpt-x  genai-prices, litellm, as of 2026-11-20, confidence A",
            "input 2.5, output 10",
            "input: genai-prices 1.1, litellm 1",
            "openai/gpt-z  litellm: input 3, output 10");
    assertThat(
            run("prices", "import", first, second, "--write", target, "--known-from", "2026-12-01"))
        .isZero();
    assertThat(err.toString()).contains("1 deployments are in " + target);
    assertThat(run("prices", "check", target)).isZero();
    assertThat(run("prices", "import", first, second, "--write", target)).isEqualTo(2);
    assertThat(err.toString()).contains("never edited");
    assertThat(Files.readString(Path.of(target))).contains("known_from: \"2026-12-01T00:00:00Z\"");
  }

  @Test
  void a_written_file_is_shown_over_the_built_in_prices_and_compared() {
    String target = folder.resolve("new.yaml").toString();
    run("prices", "import", first, second, "--write", target, "--known-from", "2026-12-01");
    String known = "2026-12-02";
    assertThat(
            run(
                "prices",
                "show",
                "openai/gpt-x",
                "--onto",
                target,
                "--at",
                known,
                "--known",
                known))
        .isZero();
    assertThat(out.toString())
        .contains("known 2026-12-01T00:00:00Z/..", "input 2.5, output 10", "confidence A");
    assertThat(run("prices", "show", "openai/gpt-x", "--onto", target, "--known", "2026-11-30"))
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(run("prices", "show", "openai/gpt-x")).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(run("prices", "diff", target, target, "--at", known, "--known", known)).isZero();
    assertThat(out.toString()).isEqualTo("0 deployments differ" + System.lineSeparator());
    assertThat(run("prices", "diff", "builtin", target, "--at", known, "--known", known)).isZero();
    assertThat(out.toString()).contains("+ openai/gpt-x", "- openai/gpt-5.6-terra");
  }

  @Test
  void every_built_in_price_is_shown_without_an_exponent() {
    assertThat(run("prices", "show", "--json")).isZero();
    JsonNode versions = JSON.readTree(out.toString());
    assertThat(versions.size()).isGreaterThan(80);
    for (JsonNode version : versions) {
      for (JsonNode value : version.path("usd_per_million")) {
        assertThat(value.stringValue()).matches("[0-9]+(\\.[0-9]+)?|unknown");
      }
    }
  }

  @Test
  void disagreement_is_an_error_only_to_the_strict() {
    assertThat(run("prices", "import", first, second, "--strict")).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(run("prices", "import", first, second, "--strict", "--only", "openai/gpt-x"))
        .isZero();
  }

  @Test
  void pins_come_from_the_command_line_and_from_a_file() throws IOException {
    String pins =
        feed(
            "pins.yaml",
            """
            pins:
              openai/gpt-y:
                source: genai-prices
                who: M. Keller
                why: agrees with the invoice of October
                date: 2026-11-25
            """);
    assertThat(
            run(
                "prices",
                "import",
                first,
                second,
                "--json",
                "--pins",
                pins,
                "--pin",
                "openai/gpt-z=litellm",
                "--only",
                "openai/gpt-x",
                "--only",
                "openai/gpt-y",
                "--only",
                "openai/gpt-z"))
        .isZero();
    JsonNode result = JSON.readTree(out.toString());
    assertThat(result.path("counts").path("new").intValue()).isEqualTo(3);
    assertThat(result.path("findings").path(1).path("source").stringValue())
        .isEqualTo(
            "genai-prices, pinned by M. Keller on 2026-11-25: agrees with the invoice of October");
    assertThat(result.path("findings").path(2).path("confidence").stringValue()).isEqualTo("B");
    assertThat(result.path("findings").path(2).path("taken").path("input").stringValue())
        .isEqualTo("3");
    assertThat(run("prices", "import", first, "--pin", "openai/gpt-q=litellm"))
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out.toString()).contains("pin without use: litellm states no price of openai/gpt-q");
  }

  @Test
  void what_is_wrong_on_the_command_line_is_said() throws IOException {
    assertThat(run("prices", "import", feed("x.json", "{}"))).isEqualTo(2);
    assertThat(err.toString()).contains("say which with --format");
    assertThat(run("prices", "import", first, "--format", "portkey")).isEqualTo(2);
    assertThat(run("prices", "import", first, "--pin", "gpt-x")).isEqualTo(2);
    assertThat(run("prices", "import", first, "--valid-from", "yesterday")).isEqualTo(2);
    assertThat(err.toString()).contains("expected: 2026-12-01, or 2026-12-01T16:00:00Z");
    assertThat(run("prices", "import")).isEqualTo(2);
    assertThat(run("prices", "diff", "builtin", feed("bad.yaml", "prices: 7"))).isEqualTo(2);
  }
}
