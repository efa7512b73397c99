package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a request counts for before its bill is known. */
final class RateLimitsTest {

  private static long tokens(long input, long maxOutput, int choices, Capability... needs) {
    return RateLimits.tokens(
        new RequestProfile(
            "auto",
            false,
            false,
            100,
            1,
            100,
            input,
            maxOutput,
            choices,
            0,
            Set.of(needs),
            null,
            null));
  }

  @Test
  void a_request_counts_its_input_and_the_longest_answers_that_it_asks_for() {
    assertThat(tokens(70, 30, 1)).isEqualTo(100);
    assertThat(tokens(70, 30, 3)).isEqualTo(160);
    assertThat(tokens(70, -1, 2)).isEqualTo(1_070);
    assertThat(tokens(70, -1, 1, Capability.EMBEDDINGS)).isEqualTo(70);
  }

  @Test
  void no_request_counts_for_more_than_there_are_numbers() {
    assertThat(tokens(Long.MAX_VALUE, Long.MAX_VALUE, 128))
        .isBetween(RateLimit.TOKENS_MAX, 2 * RateLimit.TOKENS_MAX);
  }
}
