package io.tollgate.gateway.prices;

import static io.tollgate.gateway.prices.SmallFeeds.DAY;
import static io.tollgate.gateway.prices.SmallFeeds.NOW;
import static io.tollgate.gateway.prices.SmallFeeds.book;
import static io.tollgate.gateway.prices.SmallFeeds.genai;
import static io.tollgate.gateway.prices.SmallFeeds.litellm;
import static io.tollgate.gateway.prices.SmallFeeds.modelsDev;
import static io.tollgate.gateway.prices.SmallFeeds.only;
import static io.tollgate.gateway.prices.SmallFeeds.onto;
import static io.tollgate.gateway.prices.SmallFeeds.perToken;
import static io.tollgate.gateway.prices.SmallFeeds.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.prices.Finding.Change;
import io.tollgate.gateway.prices.Finding.Status;
import io.tollgate.policies.price.Confidence;
import io.tollgate.policies.price.PriceBook;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is taken from feeds, and what is not. */
final class PriceImportTest {

  private static final Feed TERRA_PER_TOKEN =
      litellm(perToken("openai", "gpt-5.6-terra", "2e-06", "1.2e-05", ""));

  private static final Feed TERRA_PER_MILLION =
      genai("openai", "gpt-5.6-terra", "{\"input_mtok\": 2, \"output_mtok\": 12.0}");

  @Test
  void a_price_per_token_and_one_per_million_tokens_agree() {
    Finding finding = only(TERRA_PER_TOKEN, TERRA_PER_MILLION);
    assertThat(finding.status()).isEqualTo(Status.NEW);
    assertThat(taken(finding)).isEqualTo("input 2, output 12");
    assertThat(finding.taken())
        .extracting(Finding.Taken::source, Finding.Taken::asOf, Finding.Taken::confidence)
        .containsExactly("genai-prices, litellm", DAY, Confidence.A);
  }

  @Test
  void two_spellings_of_a_name_and_a_provider_are_one_deployment() {
    Finding finding =
        only(
            litellm(perToken("fireworks_ai", "fireworks_ai/GLM-5p2", "1.4e-06", "4.4e-06", "")),
            modelsDev(
                "fireworks-ai",
                "accounts/fireworks/models/glm-5p2",
                "{\"input\": 1.40, \"output\": 4.4}"));
    assertThat(finding.deployment())
        .isEqualToIgnoringCase("fireworks/accounts/fireworks/models/glm-5p2");
    assertThat(finding.status()).isEqualTo(Status.NEW);
  }

  @Test
  void one_feed_is_not_enough() {
    Finding finding = only(TERRA_PER_TOKEN);
    assertThat(finding.status()).isEqualTo(Status.NEEDS_PIN);
    assertThat(finding.taken()).isNull();
  }

  @Test
  void two_snapshots_of_one_feed_are_one_source_and_the_later_counts() {
    Feed older =
        litellm(DAY.minusDays(1), perToken("openai", "gpt-5.6-terra", "2.5e-06", "1.5e-05", ""));
    for (Feed[] order : new Feed[][] {{older, TERRA_PER_TOKEN}, {TERRA_PER_TOKEN, older}}) {
      Finding finding = only(order);
      assertThat(finding.status()).isEqualTo(Status.NEEDS_PIN);
      assertThat(SmallFeeds.text(Objects.requireNonNull(finding.statements().get("litellm"))))
          .isEqualTo("input 2, output 12");
    }
  }

  @Test
  void a_contradiction_names_each_value_and_takes_none() {
    Finding finding =
        only(
            TERRA_PER_TOKEN,
            TERRA_PER_MILLION,
            modelsDev("openai", "gpt-5.6-terra", "{\"input\": 2.5, \"output\": 12}"));
    assertThat(finding.status()).isEqualTo(Status.DISAGREEING);
    assertThat(finding.notes()).containsExactly("input: genai-prices 2, litellm 2, models.dev 2.5");
    assertThat(finding.taken()).isNull();
  }

  @Test
  void a_price_with_the_noise_of_binary_fractions_is_told_and_not_rounded() {
    PriceImport result =
        PriceImport.of(
            List.of(
                litellm(
                    perToken("openai", "gpt-5.6-terra", "2.0000000000000003e-06", "1.2e-05", ""),
                    perToken("openai", "gpt-x", "1e-06", "2e-06", "")),
                TERRA_PER_MILLION),
            onto(PriceBook.EMPTY));
    assertThat(result.findings()).allMatch(finding -> finding.status() == Status.NEEDS_PIN);
    assertThat(result.refusals())
        .containsExactly(
            new Refusal(
                "litellm",
                "gpt-5.6-terra",
                Refusal.Kind.NOISE,
                "input: $2.0000000000000003 per million tokens has more than 6 decimals"));
  }

  @Test
  void twelve_decimals_of_a_dollar_per_token_are_a_price_and_zeros_after_them_are_no_noise() {
    Finding finding =
        only(
            litellm(perToken("deepseek", "deepseek/v4", "0.00000000362500000", "1e-12", "")),
            genai("deepseek", "v4", "{\"input_mtok\": 0.003625, \"output_mtok\": 0.000001}"));
    assertThat(taken(finding)).isEqualTo("input 0.003625, output 0.000001");
  }

  @Test
  void an_hour_of_cache_at_the_price_of_another_model_is_not_believed() {
    String five = ", \"cache_creation_input_token_cost\": ";
    String hour = ", \"cache_creation_input_token_cost_above_1hr\": 6e-06";
    Feed feed =
        litellm(
            perToken("anthropic", "claude-3-haiku", "2.5e-07", "1.25e-06", five + "3e-07" + hour),
            perToken(
                "anthropic", "claude-3-opus", "1.5e-05", "7.5e-05", five + "1.875e-05" + hour));
    assertThat(feed.refusals())
        .extracting(Refusal::kind)
        .containsExactly(Refusal.Kind.IMPLAUSIBLE, Refusal.Kind.IMPLAUSIBLE);
    Finding opus =
        PriceImport.of(
                List.of(
                    feed,
                    modelsDev(
                        "anthropic",
                        "claude-3-opus",
                        "{\"input\": 15, \"output\": 75, \"cache_write\": 18.75}")),
                onto(PriceBook.EMPTY))
            .of(Status.NEW)
            .getFirst();
    assertThat(taken(opus))
        .isEqualTo(
            "input 15, output 75, cache_write_5m 18.75, cache_write_1h unknown, cache_write 18.75");
  }

  @Test
  void a_wrong_hour_of_cache_that_is_in_proportion_is_contradicted() {
    Finding finding =
        only(
            litellm(
                perToken(
                    "anthropic",
                    "claude-x",
                    "3e-06",
                    "1.5e-05",
                    ", \"cache_creation_input_token_cost_above_1hr\": 7.5e-06")),
            genai(
                "anthropic",
                "claude-x",
                "{\"input_mtok\": 3, \"output_mtok\": 15, \"cache_write_1h_mtok\": 6}"));
    assertThat(finding.notes()).containsExactly("cache_write_1h: genai-prices 6, litellm 7.5");
  }

  @Test
  void aliases_negative_absurd_and_free_prices_are_told_and_not_taken() {
    Feed feed =
        litellm(
            perToken("openai", "a-latest", "1e-06", "1e-06", ""),
            perToken("openai", "b", "-1e-06", "1e-06", ""),
            perToken("openai", "c", "0.015", "0.06", ""),
            perToken("openai", "d", "0.0", "0", ""),
            perToken("openai", "e", "\"1e999999999\"", "1e-06", ""),
            perToken("openai", "f", "1e-06", "1e-06", ""));
    assertThat(feed.prices()).extracting(FeedPrice::deployment).containsExactly("openai/f");
    assertThat(feed.refusals())
        .extracting(refusal -> refusal.name() + " " + refusal.kind().key())
        .containsExactly(
            "a-latest alias", "b negative", "c absurd", "c absurd", "d free", "e absurd");
  }

  @Test
  void a_price_that_one_feed_states_alone_is_unknown_and_not_left_to_a_cheaper_one() {
    Finding finding =
        only(
            litellm(
                perToken(
                    "openai",
                    "gpt-x",
                    "1e-06",
                    "4e-06",
                    ", \"cache_creation_input_token_cost\": 1.25e-06, "
                        + "\"cache_read_input_token_cost\": 0.0")),
            genai("openai", "gpt-x", "{\"input_mtok\": 1, \"output_mtok\": 4}"));
    assertThat(taken(finding)).isEqualTo("input 1, output 4, cache_write unknown");
    assertThat(finding.notes()).containsExactly("cache_write is unknown: only litellm 1.25");
  }

  @Test
  void a_context_tier_that_another_feed_leaves_out_is_a_contradiction() {
    Finding finding =
        only(
            litellm(
                perToken(
                    "anthropic",
                    "claude-x",
                    "3e-06",
                    "1.5e-05",
                    ", \"input_cost_per_token_above_200k_tokens\": 6e-06, "
                        + "\"output_cost_per_token_above_200k_tokens\": 2.25e-05")),
            genai("anthropic", "claude-x", "{\"input_mtok\": 3, \"output_mtok\": 15}"));
    assertThat(finding.notes())
        .containsExactly("a context tier above 200000: litellm; none: genai-prices");
  }

  @Test
  void context_and_service_tiers_on_which_feeds_agree_are_taken() {
    Finding finding =
        only(
            litellm(
                perToken(
                    "openai",
                    "gpt-x",
                    "2e-06",
                    "1.2e-05",
                    ", \"input_cost_per_token_above_272k_tokens\": 4e-06, "
                        + "\"output_cost_per_token_above_272k_tokens\": 1.8e-05, "
                        + "\"input_cost_per_token_priority\": 4e-06, "
                        + "\"output_cost_per_token_priority\": 2.4e-05")),
            SmallFeeds.read(
                """
                {"openai": {"models": {"gpt-x": {
                  "cost": {"input": 2, "output": 12,
                    "tiers": [{"tier": {"size": 272000}, "input": 4, "output": 18}]},
                  "experimental": {"modes": {"fast": {"cost": {"input": 4, "output": 24},
                    "provider": {"body": {"service_tier": "priority"}}}}}}}}}
                """,
                DAY));
    assertThat(taken(finding))
        .isEqualTo(
            "input 2, output 12, input above 272000 4, output above 272000 18,"
                + " service tier priority 2");
  }

  @Test
  void an_announced_price_is_not_taken_before_its_day() {
    Feed announced =
        genai(
            "openai",
            "gpt-5.6-terra",
            """
            [{"prices": {"input_mtok": 2, "output_mtok": 12}},
             {"constraint": {"start_date": "2027-01-01"},
              "prices": {"input_mtok": 4, "output_mtok": 24}}]\
            """);
    Finding finding = only(TERRA_PER_TOKEN, announced);
    assertThat(taken(finding)).isEqualTo("input 2, output 12");
    assertThat(finding.notes())
        .containsExactly(
            "genai-prices announces other prices from 2027-01-01T00:00:00Z: import again then, if"
                + " they come");
  }

  @Test
  void times_of_day_that_no_file_can_state_spoil_the_whole_price() {
    Feed feed =
        SmallFeeds.read(
            """
            [{"id": "deepseek", "models": [
              {"id": "x", "prices": [
                {"prices": {"input_mtok": 0.1, "output_mtok": 0.5}},
                {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"},
                 "prices": {"input_mtok": 0.2, "output_mtok": 1.1}}]},
              {"id": "y", "prices": [
                {"prices": {"input_mtok": 0.1, "output_mtok": 0.5}},
                {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"},
                 "prices": {"input_mtok": 0.2, "output_mtok": 1}}]}]}]
            """,
            DAY);
    assertThat(feed.prices()).extracting(FeedPrice::deployment).containsExactly("deepseek/y");
    assertThat(SmallFeeds.text(feed.prices().getFirst().at(NOW)))
        .isEqualTo("input 0.1, output 0.5, band 00:30-16:30 2");
    assertThat(feed.refusals()).extracting(Refusal::kind).containsExactly(Refusal.Kind.SHAPE);
  }

  @Test
  void a_pin_takes_one_feeds_word_and_says_so() {
    Pin pin = Pin.of("openai/gpt-5.6-terra=litellm", "pinned by M. Keller on 2026-11-30: invoice");
    Pin useless = Pin.of("openai/gpt-5.6-terra=models.dev", "pinned");
    PriceImport result =
        PriceImport.of(List.of(TERRA_PER_TOKEN), onto(PriceBook.EMPTY, pin, useless));
    Finding finding = result.findings().getFirst();
    assertThat(finding.status()).isEqualTo(Status.NEW);
    assertThat(finding.taken())
        .extracting(Finding.Taken::source, Finding.Taken::confidence)
        .containsExactly("litellm, pinned by M. Keller on 2026-11-30: invoice", Confidence.B);
    assertThat(result.uselessPins()).containsExactly(useless);
  }

  @Test
  void a_change_says_how_much() {
    PriceBook book =
        book(
            """
            prices:
              openai/gpt-5.6-terra:
                {input: 2.5, output: 12, source: s, as_of: 2026-11-01}
              openai/gone: {input: 1, output: 1, source: s, as_of: 2026-11-01}
              elsewhere/x: {input: 1, output: 1, source: s, as_of: 2026-11-01}
            """);
    PriceImport result = PriceImport.of(List.of(TERRA_PER_TOKEN, TERRA_PER_MILLION), onto(book));
    Finding finding = result.of(Status.CHANGED).getFirst();
    Change change = finding.changes().getFirst();
    assertThat(finding.changes()).hasSize(1);
    assertThat(change.before() + " " + change.after() + " " + change.percent())
        .isEqualTo("2.5 2 -20.00");
    assertThat(result.of(Status.ABSENT))
        .extracting(Finding::deployment)
        .containsExactly("openai/gone");
  }

  @Test
  void feeds_that_are_older_than_what_is_in_force_do_not_change_it() {
    PriceBook book =
        book(
            """
            prices:
              openai/gpt-5.6-terra:
                {input: 2.5, output: 12, source: s, as_of: 2026-11-21}
            """);
    Finding finding =
        PriceImport.of(List.of(TERRA_PER_TOKEN, TERRA_PER_MILLION), onto(book))
            .findings()
            .getFirst();
    assertThat(finding.status()).isEqualTo(Status.DISAGREEING);
    assertThat(finding.notes())
        .containsExactly(
            "what is in force stands for 2026-11-21 and is younger than genai-prices of 2026-11-20,"
                + " litellm of 2026-11-20");
  }

  @Test
  void a_price_in_force_that_no_feed_states_stands_only_while_the_others_do_not_move() {
    String yaml =
        """
        prices:
          openai/gpt-5.6-terra:
            {input: %s, output: 12, cache_read: 0.2, service_tiers: {flex: 0.5}, source: s,
             as_of: 2026-11-01}
        """;
    List<Feed> feeds = List.of(TERRA_PER_TOKEN, TERRA_PER_MILLION);
    assertThat(PriceImport.of(feeds, onto(book(yaml.formatted("2")))).of(Status.UNCHANGED))
        .hasSize(1);
    assertThat(
            PriceImport.of(feeds, onto(book(yaml.formatted("1"))))
                .of(Status.DISAGREEING)
                .getFirst()
                .notes())
        .containsExactly(
            "cache_read: in force 0.2 and stated by no feed, while other prices of it change");
  }

  @Test
  void one_feed_confirms_what_is_in_force_and_cannot_change_it() {
    String yaml =
        """
        prices:
          openai/gpt-5.6-terra: {input: %s, output: 12, source: s, as_of: 2026-11-01}
        """;
    assertThat(
            PriceImport.of(List.of(TERRA_PER_TOKEN), onto(book(yaml.formatted("2"))))
                .of(Status.UNCHANGED))
        .hasSize(1);
    assertThat(
            PriceImport.of(List.of(TERRA_PER_TOKEN), onto(book(yaml.formatted("3"))))
                .of(Status.NEEDS_PIN))
        .hasSize(1);
  }

  @Test
  void a_price_on_terms_that_no_feed_knows_is_left_to_a_person() {
    for (String terms :
        List.of(
            "contract: {discount: 0.1}",
            "currency: CNY",
            "per_1000_searches: 0.0000001",
            "paid_from: free",
            "mode: marginal, tiers: [{above_input: 1000, input: 1}]",
            "service_tiers: {batch: {input: 1, output: 1}}")) {
      PriceBook book =
          book(
              """
              prices:
                openai/gpt-5.6-terra: {input: 1, output: 12, %s, source: s, as_of: 2026-11-01}
              """
                  .formatted(terms));
      PriceImport result = PriceImport.of(List.of(TERRA_PER_TOKEN, TERRA_PER_MILLION), onto(book));
      assertThat(result.of(Status.BY_HAND)).as(terms).hasSize(1);
    }
  }

  @Test
  void only_what_is_asked_for_is_looked_at() {
    PriceImport.Question question =
        new PriceImport.Question(
            PriceBook.EMPTY, List.of(), NOW, NOW, deployment -> deployment.startsWith("groq/"));
    assertThat(PriceImport.of(List.of(TERRA_PER_TOKEN, TERRA_PER_MILLION), question).findings())
        .isEmpty();
  }
}
