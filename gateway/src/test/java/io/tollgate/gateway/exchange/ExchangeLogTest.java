package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExchangeLogTest {

  private static ExchangeLog logOf(int capacity, int requests) {
    ExchangeLog log = new ExchangeLog(capacity);
    for (int i = 1; i <= requests; i++) {
      log.add(
          new FinishedExchange(
              Instant.EPOCH,
              "r" + i,
              "k",
              "openai-chat",
              0,
              "default",
              "default",
              Samples.candidate("p1", "m").deployment(),
              1,
              false,
              200,
              "complete",
              Usage.NONE,
              UsageQuality.PROVIDER_REPORTED,
              Picodollars.ZERO,
              -1,
              5,
              "because",
              List.of()));
    }
    return log;
  }

  private static List<String> after(ExchangeLog log, long seen) {
    return log.after(seen).stream().map(FinishedExchange::request).toList();
  }

  @Test
  void the_latest_are_remembered_and_all_are_counted() {
    ExchangeLog log = logOf(3, 5);

    assertThat(log.finished()).isEqualTo(5);
    assertThat(after(log, 0)).containsExactly("r3", "r4", "r5");
  }

  @Test
  void a_reader_gets_what_it_has_not_seen() {
    ExchangeLog log = logOf(3, 5);

    assertThat(after(log, 3)).containsExactly("r4", "r5");
    assertThat(after(log, 4)).containsExactly("r5");
    assertThat(after(log, 5)).isEmpty();
    assertThat(after(logOf(3, 0), 0)).isEmpty();
  }

  @Test
  void a_reader_that_has_outlived_a_restart_gets_everything() {
    assertThat(after(logOf(10, 2), 500)).containsExactly("r1", "r2");
    assertThat(after(logOf(3, 5), 999_999_999_999_999_999L)).containsExactly("r3", "r4", "r5");
  }

  @Test
  void what_is_remembered_is_what_was_told() {
    ExchangeLog log = new ExchangeLog(50);
    List<FinishedExchange> told = new ArrayList<>();
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      FinishedExchange exchange = anyExchange(random);
      told.add(exchange);
      log.add(exchange);
      if (i % 7 == 0) {
        assertThat(log.after(0)).isEqualTo(told.subList(Math.max(0, told.size() - 50), i + 1));
      }
    }
  }

  /** Few of each kind, so that many exchanges have all but one thing in common. */
  private static FinishedExchange anyExchange(Random random) {
    return new FinishedExchange(
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        "r" + "x".repeat(random.nextInt(30)),
        "k" + random.nextInt(2),
        random.nextBoolean() ? "openai-chat" : "anthropic-messages",
        random.nextInt(2),
        "policy" + random.nextInt(2),
        "rule" + random.nextInt(2),
        Samples.candidate("p" + random.nextInt(2), "m").deployment(),
        1 + random.nextInt(2),
        random.nextBoolean(),
        random.nextBoolean() ? 200 : 499,
        random.nextBoolean() ? "complete" : "aborted",
        random.nextBoolean() ? Usage.NONE : anyUsage(random),
        random.nextBoolean() ? UsageQuality.PROVIDER_REPORTED : UsageQuality.TOKENIZER_ESTIMATED,
        random.nextBoolean() ? null : new Picodollars(random.nextLong()),
        random.nextInt(10) - 1,
        random.nextInt(10),
        "because" + random.nextInt(3),
        random.nextBoolean() ? List.of() : List.of("a" + random.nextInt(2)));
  }

  private static Usage anyUsage(Random random) {
    return new Usage(
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100),
        random.nextBoolean() ? Extras.EMPTY : Extras.of(Meter.SEARCHES, 1 + random.nextInt(2)));
  }
}
