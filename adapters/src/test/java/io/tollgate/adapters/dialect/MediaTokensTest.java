package io.tollgate.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.usage.Usage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MediaTokensTest {

  @Test
  void totals_stay_what_they_are_whatever_the_details_say() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 10_000; round++) {
      Usage together =
          new Usage(
              random.nextLong(20),
              random.nextLong(20),
              random.nextLong(20),
              0,
              random.nextLong(20),
              random.nextLong(20),
              random.nextLong(20),
              random.nextLong(20),
              0);
      Usage apart = details(random).apart(together);
      assertThat(apart.totalInput()).isEqualTo(together.totalInput());
      assertThat(apart.totalOutput()).isEqualTo(together.totalOutput());
      assertThat(apart.totalCacheRead()).isEqualTo(together.inCacheRead());
    }
  }

  private static MediaTokens details(SplittableRandom random) {
    return random.nextBoolean()
        ? MediaTokens.textCachedFirst(
            random.nextLong(40),
            random.nextLong(20),
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25))
        : new MediaTokens(
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25),
            random.nextLong(25));
  }

  @Test
  void a_report_without_such_tokens_is_left_as_it_is() {
    Usage text = Usage.of(3, 4);
    assertThat(MediaTokens.textCachedFirst(3, 0, 0, 0, 0, 0).apart(text)).isSameAs(text);
  }
}
