package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.List;
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
}
