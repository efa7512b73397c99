package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.AttemptRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is reserved for a request before anything is sent. */
class HoldTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path folder;
  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.start(folder, Stage.CHEAPEST, "", Stage::forgiving);
    // The model stays in the catalogue, its price goes.
    Path prices = folder.resolve("prices.yaml");
    String text = Files.readString(prices);
    int drip = text.indexOf("  slow/drip:");
    Files.writeString(prices, text.substring(0, drip));
    Await.until(
        "the price to be gone",
        () -> post(Stage.chat("slow/drip", "[[tokens:1]]")).header("x-tollgate-cost"),
        "unpriced"::equals);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static Reply post(String body) {
    try {
      return stage.post(body);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The reservation of a request, as the journal has it. */
  private static JsonNode reserve(Reply reply) throws IOException {
    // What the store has is in a segment; what has just been answered may only be staged.
    assertThat(stage.attempts(reply.requestId())).isNotEmpty();
    try (Stream<Path> segments = Files.list(stage.ledger().resolve("journal"))) {
      for (Path segment : segments.filter(f -> f.toString().endsWith(".journal")).toList()) {
        for (String line : Files.readAllLines(segment)) {
          JsonNode entry = JSON.readTree(line.substring(line.indexOf(' ') + 1));
          if (entry.path("type").stringValue("").equals("RESERVE")
              && entry.path("request").stringValue("").equals(reply.requestId())) {
            return entry;
          }
        }
      }
    }
    throw new AssertionError("no reservation for " + reply);
  }

  private static long hold(Reply reply) throws IOException {
    return reserve(reply).path("hold_pico").longValue();
  }

  private static long spent(Reply reply) {
    return stage.attempts(reply.requestId()).stream()
        .map(AttemptRow::amount)
        .mapToLong(amount -> amount == null ? 0 : amount.pico())
        .sum();
  }

  @Test
  void row_39_a_dearer_fallback_is_reserved_for_from_the_beginning() throws Exception {
    Reply cheap = post(Stage.chat(SWIFT, "Hello [[tokens:20]]", "\"max_tokens\":20"));
    Reply either = post(Stage.chat("auto", "Hello [[tokens:20]]", "\"max_tokens\":20"));
    assertThat(hold(either)).isGreaterThan(50 * hold(cheap));
    Reply fellBack =
        post(
            Stage.chat(
                "auto", "Hello [[tokens:20]][[fault@cheap:status=500]]", "\"max_tokens\":20"));
    assertThat(fellBack.header("x-tollgate-model")).isEqualTo(Stage.BRIGHT);
    assertThat(spent(fellBack)).isPositive().isLessThanOrEqualTo(hold(fellBack));
  }

  @Test
  void row_39_an_alias_is_reserved_for_and_booked_as_what_it_stands_for() throws Exception {
    Reply alias = post(Stage.chat("gpt-4o", "Hello [[tokens:9]]"));
    Reply itself = post(Stage.chat("auto", "Hello [[tokens:9]]"));
    assertThat(alias.header("x-tollgate-model")).isEqualTo(SWIFT);
    assertThat(hold(alias)).isEqualTo(hold(itself));
    assertThat(spent(alias)).isEqualTo(spent(itself));
  }

  @Test
  void row_39_several_choices_are_reserved_for_several_times() throws Exception {
    Reply one = post(Stage.chat(SWIFT, "Hello [[tokens:9]]", "\"max_tokens\":9"));
    Reply four = post(Stage.chat(SWIFT, "Hello [[tokens:9]]", "\"max_tokens\":9", "\"n\":4"));
    assertThat(hold(four)).isGreaterThan(2 * hold(one));
    assertThat(spent(four)).isLessThanOrEqualTo(hold(four));
  }

  @Test
  void row_39_without_max_tokens_something_is_reserved_and_more_than_is_usual() throws Exception {
    Reply reply = post(Stage.chat(SWIFT, "Hello [[tokens:9]]"));
    assertThat(hold(reply)).isGreaterThan(spent(reply));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "9223372036854775807", "1e400", "-1", "1.5"})
  void row_39_an_absurd_max_tokens_is_refused(String maxTokens) {
    int before = stage.seenUpstream();
    Reply reply = post(Stage.chat(SWIFT, "Hello", "\"max_tokens\":" + maxTokens));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(stage.seenUpstream()).isEqualTo(before);
  }

  @Test
  void row_39_a_model_without_a_price_is_no_candidate_and_is_never_booked_as_free()
      throws Exception {
    Reply named = post(Stage.stream("slow/drip", "Hello [[tokens:3]]"));
    assertThat(named.status()).isEqualTo(200);
    assertThat(reserve(named).path("hold_pico").isNull()).isTrue();
    List<AttemptRow> rows = stage.attempts(named.requestId());
    assertThat(rows)
        .singleElement()
        .satisfies(row -> {
          assertThat(row.amount()).isNull();
          assertThat(row.usage().totalOutput()).isEqualTo(3);
        });
  }
}
