package io.tollgate.gateway.prices;

import static io.tollgate.gateway.prices.SmallFeeds.NOW;
import static io.tollgate.gateway.prices.SmallFeeds.book;
import static io.tollgate.gateway.prices.SmallFeeds.genai;
import static io.tollgate.gateway.prices.SmallFeeds.litellm;
import static io.tollgate.gateway.prices.SmallFeeds.onto;
import static io.tollgate.gateway.prices.SmallFeeds.perToken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.policies.price.Confidence;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceVersion;
import io.tollgate.policies.price.Rates;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written, and what is read of it. */
final class PriceFileTextTest {

  private static final String BEFORE =
      """
      prices:
        openai/gpt-x:
          - valid_to: 2026-06-01
            input: 3
            output: 15
            cache_read: 3
            source: "a page: with a colon"
            as_of: 2026-05-01
            confidence: C
          - valid_from: 2026-06-01
            valid_to: 2027-01-01
            input: 2.5
            output: 15
            cache_write: unknown
            tiers: [{above_input: 200000, input: 5, output: 20, cache_write: 1}]
            bands: [{from: 00:30, to: 24:00, multiplier: 0.5}]
            service_tiers: {flex: 0.5, priority: 1.75}
            regions: {us: 1.1}
            per_1000_searches: 10
            source: b
            as_of: 2026-06-01
          - valid_from: 2027-01-01
            input: 9
            output: 9
            source: c
            as_of: 2026-06-01
      """;

  private static final List<Feed> FEEDS =
      List.of(
          litellm(
              perToken(
                  "openai",
                  "gpt-x",
                  "2e-06",
                  "1.2e-05",
                  ", \"input_cost_per_token_above_200k_tokens\": 4e-06, "
                      + "\"output_cost_per_token_above_200k_tokens\": 1.8e-05, "
                      + "\"cache_creation_input_token_cost_above_200k_tokens\": 1e-06")),
          genai(
              "openai",
              "gpt-x",
              """
              {"input_mtok": {"base": 2, "tiers": [{"start": 200000, "price": 4}]},
               "output_mtok": {"base": 12, "tiers": [{"start": 200000, "price": 18}]}}\
              """));

  @Test
  void a_changed_price_is_a_new_version_and_the_past_stays_as_it_was() {
    PriceBook before = book(BEFORE);
    PriceImport result = PriceImport.of(FEEDS, onto(before));
    PriceBook after =
        before.plus(book(PriceFileText.of(result.findings(), onto(before), "new.yaml")));
    assertThat(after.versions("openai/gpt-x"))
        .hasSize(4)
        .containsAll(before.versions("openai/gpt-x"));
    Instant justBefore = NOW.minusNanos(1);
    Instant planned = Instant.parse("2027-01-01T00:00:00Z");
    assertThat(inputAt(after, NOW, NOW)).isEqualTo(2_000_000);
    assertThat(inputAt(after, justBefore, NOW)).isEqualTo(2_500_000);
    assertThat(inputAt(after, NOW, justBefore)).isEqualTo(2_500_000);
    assertThat(inputAt(after, planned.minusNanos(1), NOW)).isEqualTo(2_000_000);
    assertThat(inputAt(after, planned, NOW)).isEqualTo(9_000_000);
    PriceVersion taken = Objects.requireNonNull(after.versionAt("openai/gpt-x", NOW, NOW));
    assertThat(Terms.of(taken).text(new Term.Service("flex"))).isEqualTo("0.5");
    assertThat(Terms.of(taken).text(new Term.Service("priority"))).isEqualTo("1.75");
    assertThat(Terms.of(taken).text(new Term.Region("us"))).isEqualTo("1.1");
    assertThat(Terms.of(taken).text(new Term.Fee(FeeKind.PER_SEARCH))).isEqualTo("0.01");
    assertThat(taken.bands()).hasSize(1);
    assertThat(taken.ratesFor(0).pico(Meter.IN_CACHE_WRITE_OTHER)).isEqualTo(Rates.UNPRICED);
    assertThat(taken.ratesFor(0).states(Meter.IN_CACHE_WRITE_OTHER)).isTrue();
    assertThat(taken.ratesFor(200_001).pico(Meter.OUT_VISIBLE)).isEqualTo(18_000_000);
    assertThat(taken.provenance().source()).isEqualTo("genai-prices, litellm");
    assertThat(taken.provenance().confidence()).isEqualTo(Confidence.A);
  }

  @Test
  void an_import_at_the_time_of_another_is_refused_and_not_laid_over_it() {
    PriceBook before = book(BEFORE);
    PriceImport.Question question = onto(before);
    PriceBook after =
        before.plus(
            book(PriceFileText.of(PriceImport.of(FEEDS, question).findings(), question, "a")));
    Pin pin = Pin.of("openai/gpt-x=litellm", "pinned");
    List<Feed> other = List.of(litellm(perToken("openai", "gpt-x", "1e-06", "1e-06", "")));
    PriceImport.Question again = onto(after, pin);
    List<Finding> findings = PriceImport.of(other, again).findings();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PriceFileText.of(findings, again, "b"))
        .withMessageContaining("overlaps");
  }

  @Test
  void nothing_taken_is_an_empty_file() {
    PriceImport.Question question = onto(PriceBook.EMPTY);
    assertThat(book(PriceFileText.of(List.of(), question, "a")).deployments()).isEmpty();
  }

  @Test
  void what_two_feeds_agree_on_is_in_the_file_to_the_pico_dollar() {
    Random random = new Random(20_261_130);
    List<Map<Meter, Long>> expected = new ArrayList<>();
    List<String> perToken = new ArrayList<>();
    List<String> perMillion = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      long input = 1 + random.nextLong(1L << (1 + random.nextInt(29)));
      long output = random.nextLong(1L << (1 + random.nextInt(29)));
      long cached = 1 + random.nextLong(input);
      long write = Math.min(Rates.MAX_PICO, input + random.nextLong(input * 3));
      expected.add(
          Map.of(
              Meter.IN_UNCACHED, input,
              Meter.OUT_VISIBLE, output,
              Meter.IN_CACHE_READ, cached,
              Meter.IN_CACHE_WRITE_OTHER, write));
      perToken.add(
          perToken(
              "openai",
              "m" + i,
              number(input, 12, random),
              number(output, 12, random),
              ", \"cache_read_input_token_cost\": %s, \"cache_creation_input_token_cost\": %s"
                  .formatted(number(cached, 12, random), number(write, 12, random))));
      perMillion.add(
          """
          {"id": "m%d", "prices": {"input_mtok": %s, "output_mtok": %s, "cache_read_mtok": %s,
           "cache_write_mtok": %s}}\
          """
              .formatted(
                  i,
                  number(input, 6, random),
                  number(output, 6, random),
                  number(cached, 6, random),
                  number(write, 6, random)));
    }
    List<Feed> feeds =
        List.of(
            litellm(perToken.toArray(String[]::new)),
            SmallFeeds.read(
                "[{\"id\": \"openai\", \"models\": [%s]}]".formatted(String.join(",", perMillion)),
                SmallFeeds.DAY));
    PriceImport.Question question = onto(PriceBook.EMPTY);
    PriceBook written =
        book(PriceFileText.of(PriceImport.of(feeds, question).findings(), question, "a"));
    for (int i = 0; i < expected.size(); i++) {
      Rates rates = Objects.requireNonNull(written.versionAt("openai/m" + i, NOW, NOW)).ratesFor(0);
      expected
          .get(i)
          .forEach((meter, pico) -> assertThat(rates.pico(meter)).as(meter.key()).isEqualTo(pico));
    }
  }

  /** A number as feeds write it: plain, or with an exponent. */
  private static String number(long pico, int scale, Random random) {
    BigDecimal value = BigDecimal.valueOf(pico, scale);
    return random.nextBoolean() ? value.toPlainString() : pico + "e-" + scale;
  }

  private static long inputAt(PriceBook book, Instant when, Instant known) {
    return Objects.requireNonNull(book.versionAt("openai/gpt-x", when, known))
        .ratesFor(0)
        .pico(Meter.IN_UNCACHED);
  }
}
