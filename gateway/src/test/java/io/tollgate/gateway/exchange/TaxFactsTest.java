package io.tollgate.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.tax.ComputeTax;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import io.tollgate.policies.yaml.Parsed;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaxFactsTest {

  private static final Instant ADMITTED = Instant.parse("2026-11-30T12:00:00Z");

  /** Pico-dollars per token: 5, 25, 6 written (more than input in the tier, too) and 1 read. */
  private static final PriceBook PRICES =
      ((Parsed.Ok<PriceBook>)
              PriceFile.parse(
                  "prices.yaml",
                  """
                  prices:
                    a/large:
                      input: 0.000005
                      output: 0.000025
                      cache_read: 0.000001
                      cache_write_5m: 0.000006
                      tiers:
                        - { above_input: 5000, input: 0.00001, output: 0.00005,
                            cache_read: 0.000002, cache_write_5m: 0.000013 }
                      source: test
                      as_of: 2020-01-01
                    a/small: { input: 0.000002, output: 0.000004, source: test, as_of: 2020-01-01 }
                    a/huge: { input: 1, output: 1, source: test, as_of: 2020-01-01 }
                  """))
          .value();

  private static final Candidate LARGE = Samples.candidate("a", "large");
  private static final Candidate SMALL = Samples.candidate("a", "small");

  private final Conversations conversations = new Conversations();

  private static ClientCall call(String... messages) {
    byte[] body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[%s]}"
            .formatted(String.join(",", messages))
            .getBytes(UTF_8);
    try {
      return new AnthropicClient()
          .read(new RequestHead(null, false, Map.of()), body, 0, body.length);
    } catch (MalformedRequest e) {
      throw new AssertionError(e);
    }
  }

  private static ClientCall said(String text) {
    return call("{\"role\":\"user\",\"content\":\"%s\"}".formatted(text));
  }

  private static ClientCall turn(int number) {
    String[] messages = new String[2 * number - 1];
    for (int i = 0; i < messages.length; i++) {
      messages[i] =
          "{\"role\":\"%s\",\"content\":\"%d\"}".formatted(i % 2 == 0 ? "user" : "assistant", i);
    }
    return call(messages);
  }

  private TaxFacts facts(ClientCall call, @Nullable Deployment floor) {
    return new TaxFacts(conversations, "key", call, floor);
  }

  private Entry.Settle settled(
      TaxFacts facts, Candidate answered, Entry.Outcome outcome, boolean last, Usage usage) {
    facts.recall();
    AttemptEnd.Billed billed =
        new AttemptEnd.Billed(
            outcome,
            200,
            answered.deployment().upstreamModel(),
            null,
            null,
            null,
            usage,
            UsageQuality.PROVIDER_REPORTED,
            12);
    return (Entry.Settle)
        new Settlement(PRICES, ADMITTED, "req", null, facts)
            .end(ADMITTED.plusSeconds(1), 1, answered, billed, last, 44)
            .getLast();
  }

  private Entry.Settle whole(ClientCall call, Candidate answered, Usage usage) {
    return settled(facts(call, null), answered, Entry.Outcome.COMPLETE, true, usage);
  }

  private static Usage usage(long input, long read, long written, long output) {
    return new Usage(input, read, written, 0, 0, 0, output, 0, 0);
  }

  private static String tax(Entry.Settle settle) {
    Picodollars amount = settle.amount();
    assertThat(amount).isNotNull();
    return ComputeTax.ofAnswer(settle.lines(), amount, settle.bill().circumstances()).toString();
  }

  @Test
  void the_same_usage_is_rated_at_the_cheapest_adequate_deployment() {
    TaxFacts facts = facts(turn(1), SMALL.deployment());
    Entry.Settle settle = settled(facts, LARGE, Entry.Outcome.COMPLETE, true, usage(100, 0, 0, 10));

    assertThat(settle.bill().circumstances().floorCost()).isEqualTo(new Picodollars(240));
    assertThat(tax(settle)).isEqualTo("floor=240 premium=510");
  }

  @Test
  void a_floor_that_is_itself_dearer_or_without_a_price_says_nothing() {
    for (Candidate floor :
        new Candidate[] {
          LARGE, Samples.candidate("a", "huge"), Samples.candidate("a", "no-price")
        }) {
      Entry.Settle settle =
          settled(
              facts(said(floor.deployment().id()), floor.deployment()),
              LARGE,
              Entry.Outcome.COMPLETE,
              true,
              usage(100, 0, 0, 10));
      assertThat(settle.bill().circumstances())
          .as(floor.deployment().id())
          .isEqualTo(Circumstances.NONE);
    }
  }

  @Test
  void what_a_conversation_had_sent_before_is_carried() {
    whole(turn(1), SMALL, usage(100, 0, 0, 10));
    Entry.Settle second = whole(turn(2), SMALL, usage(130, 0, 0, 10));

    assertThat(second.bill().circumstances().carriedTokens()).isEqualTo(100);
    assertThat(tax(second)).isEqualTo("floor=100 resent-context=200");
    assertThat(whole(said("something else"), SMALL, usage(9, 0, 0, 9)).bill().circumstances())
        .isEqualTo(Circumstances.NONE);
  }

  @Test
  void only_the_whole_answer_with_which_a_request_ends_is_remembered() {
    for (Entry.Outcome outcome : Entry.Outcome.values()) {
      for (boolean last : new boolean[] {true, false}) {
        if (!last || outcome != Entry.Outcome.COMPLETE) {
          Entry.Settle settle =
              settled(
                  facts(turn(1), SMALL.deployment()), LARGE, outcome, last, usage(100, 0, 50, 10));
          assertThat(settle.bill().circumstances()).isEqualTo(Circumstances.NONE);
        }
      }
    }
    assertThat(whole(turn(2), SMALL, usage(130, 0, 0, 1)).bill().circumstances())
        .isEqualTo(Circumstances.NONE);
  }

  @Test
  void a_cache_write_that_is_read_again_goes_to_the_floor_once() {
    Entry.Settle first = whole(turn(1), LARGE, usage(10, 0, 100, 1));
    assertThat(first.bill().circumstances().inputUnitPico()).isEqualTo(5);
    assertThat(tax(first)).isEqualTo("floor=575 cache-writes-unused=100");

    Entry.Settle second = whole(turn(2), LARGE, usage(10, 100, 20, 1));
    assertThat(second.bill().circumstances().reused()).isEqualTo(new Picodollars(100));
    // 110 tokens were sent before, of which the cache served 100; the other 10 were sent again.
    assertThat(tax(second)).isEqualTo("floor=325 resent-context=50 cache-writes-unused=-80");

    Entry.Settle branch = whole(turn(2), LARGE, usage(10, 100, 20, 1));
    assertThat(branch.bill().circumstances().reused())
        .as("what the branch itself had written")
        .isEqualTo(new Picodollars(20));
  }

  @Test
  void a_read_of_a_part_redeems_a_part() {
    whole(turn(1), LARGE, usage(10, 0, 100, 1));
    assertThat(whole(turn(2), LARGE, usage(80, 25, 0, 1)).bill().circumstances().reused())
        .isEqualTo(new Picodollars(25));
    assertThat(whole(turn(3), LARGE, usage(80, 75, 0, 1)).bill().circumstances().reused())
        .as("who writes nothing leaves the rest to those who come after")
        .isEqualTo(new Picodollars(75));
    assertThat(whole(turn(4), LARGE, usage(80, 75, 0, 1)).bill().circumstances().reused())
        .isEqualTo(Picodollars.ZERO);
  }

  @Test
  void another_deployments_cache_redeems_nothing() {
    whole(turn(1), LARGE, usage(10, 0, 100, 1));
    assertThat(whole(turn(2), SMALL, usage(10, 100, 0, 1)).bill().circumstances().reused())
        .isEqualTo(Picodollars.ZERO);
    assertThat(whole(turn(3), LARGE, usage(10, 100, 0, 1)).bill().circumstances().reused())
        .as("back where it was written")
        .isEqualTo(new Picodollars(100));
  }

  @Test
  void a_surcharge_is_reckoned_at_the_prices_of_the_tier() {
    Entry.Settle first = whole(turn(1), LARGE, usage(1_000, 0, 5_000, 0));
    assertThat(first.bill().circumstances().inputUnitPico()).isEqualTo(10);
    assertThat(tax(first)).isEqualTo("floor=60000 cache-writes-unused=15000");
    assertThat(whole(turn(2), LARGE, usage(0, 6_000, 0, 0)).bill().circumstances().reused())
        .isEqualTo(new Picodollars(15_000));
  }

  @Test
  void an_answer_without_a_price_is_remembered_and_redeems_nothing() {
    whole(turn(1), LARGE, usage(10, 0, 100, 1));
    Candidate unpriced = Samples.candidate("a", "no-price");
    assertThat(whole(turn(2), unpriced, usage(200, 0, 0, 1)).bill().circumstances())
        .isEqualTo(Circumstances.NONE);
    Entry.Settle third = whole(turn(3), LARGE, usage(0, 300, 0, 1));
    assertThat(third.bill().circumstances().carriedTokens()).isEqualTo(200);
    assertThat(third.bill().circumstances().reused()).isEqualTo(new Picodollars(100));
  }
}
