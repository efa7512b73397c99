package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuotaTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final InstantSource AT_NOON = InstantSource.fixed(NOON);

  private static MultiMap headers(Map<String, String> named) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    named.forEach(headers::add);
    return headers;
  }

  private static Quota quota(Map<String, String> named) {
    return Objects.requireNonNull(QuotaHeaders.read(headers(named), AT_NOON, () -> 0));
  }

  private static int scarcity(long remaining, long limit) {
    return new Quota.Window(Quota.Kind.TOKENS, remaining, limit, 60_000).scarcityPpm(0);
  }

  @Test
  void a_quota_is_scarce_from_a_fifth_down() {
    assertThat(scarcity(1_000, 1_000)).isZero();
    assertThat(scarcity(200, 1_000)).isZero();
    assertThat(scarcity(100, 1_000)).isEqualTo(500_000);
    assertThat(scarcity(0, 1_000)).isEqualTo(1_000_000);
    assertThat(scarcity(2_000, 1_000)).isZero();
  }

  @Test
  void where_the_limit_is_not_said_only_nothing_left_is_scarce() {
    assertThat(scarcity(1, -1)).isZero();
    assertThat(scarcity(0, -1)).isEqualTo(1_000_000);
  }

  @Test
  void it_fills_up_until_its_reset() {
    Quota.Window empty = new Quota.Window(Quota.Kind.TOKENS, 0, 1_000, 60_000);
    assertThat(empty.scarcityPpm(6_000)).isEqualTo(500_000);
    assertThat(empty.scarcityPpm(12_000)).isZero();
    assertThat(empty.scarcityPpm(60_000)).isZero();
    Quota quota = new Quota(List.of(empty), Long.MAX_VALUE - 10);
    assertThat(quota.scarcityPpm(Long.MAX_VALUE - 10 + TimeUnit.SECONDS.toNanos(6)))
        .isEqualTo(500_000);
  }

  @Test
  void what_is_left_is_known_until_the_reset_and_after_it_where_the_limit_was_said() {
    Quota.Window said = new Quota.Window(Quota.Kind.REQUESTS, 100, 1_000, 60_000);
    Quota.Window unsaid = new Quota.Window(Quota.Kind.TOKENS, 100, -1, 60_000);
    Quota quota = new Quota(List.of(said, unsaid), Long.MAX_VALUE - 10);
    long later = Long.MAX_VALUE - 10 + TimeUnit.SECONDS.toNanos(20);
    long afterwards = Long.MAX_VALUE - 10 + TimeUnit.SECONDS.toNanos(60);

    assertThat(quota.left(Quota.Kind.REQUESTS, later)).isEqualTo(400);
    assertThat(quota.left(Quota.Kind.REQUESTS, afterwards)).isEqualTo(1_000);
    assertThat(quota.left(Quota.Kind.TOKENS, later)).isEqualTo(100);
    assertThat(quota.left(Quota.Kind.TOKENS, afterwards)).isEqualTo(-1);
    assertThat(quota.left(Quota.Kind.INPUT_TOKENS, later)).isEqualTo(-1);
  }

  @Test
  void the_scarcest_of_openais_limits_counts() {
    Quota quota =
        quota(
            Map.of(
                "x-ratelimit-limit-requests", "5000",
                "x-ratelimit-remaining-requests", "4999",
                "x-ratelimit-reset-requests", "12ms",
                "x-ratelimit-limit-tokens", "800000",
                "x-ratelimit-remaining-tokens", "80000",
                "x-ratelimit-reset-tokens", "6m0s"));
    assertThat(quota.windows())
        .containsExactly(
            new Quota.Window(Quota.Kind.REQUESTS, 4_999, 5_000, 12),
            new Quota.Window(Quota.Kind.TOKENS, 80_000, 800_000, 360_000));
    assertThat(quota.scarcityPpm(0)).isEqualTo(500_000);
  }

  @Test
  void anthropics_limits_are_read_with_their_dates() {
    Quota quota =
        quota(
            Map.of(
                "anthropic-ratelimit-input-tokens-limit", "10000",
                "anthropic-ratelimit-input-tokens-remaining", "1000",
                "anthropic-ratelimit-input-tokens-reset", "2026-11-21T12:00:54Z"));
    assertThat(quota.windows())
        .containsExactly(new Quota.Window(Quota.Kind.INPUT_TOKENS, 1_000, 10_000, 54_000));
  }

  @Test
  void resets_are_read_in_every_form_that_is_in_use() {
    Map<String, Long> forms =
        Map.of(
            "17ms", 17L,
            "1s", 1_000L,
            "7.66s", 7_660L,
            "2m59.56s", 179_560L,
            "1h2m3s", 3_723_000L,
            "30", 30_000L,
            "0.5", 500L,
            "1795262460", 60_000L,
            "1795262460000", 60_000L,
            "2026-11-21T12:01:00Z", 60_000L);
    forms.forEach((text, millis) ->
        assertThat(
                quota(Map.of("x-ratelimit-remaining-tokens", "5", "x-ratelimit-reset-tokens", text))
                    .windows())
            .as(text)
            .containsExactly(new Quota.Window(Quota.Kind.TOKENS, 5, -1, millis)));
  }

  @Test
  void what_is_not_understood_was_not_said() {
    assertThat(QuotaHeaders.read(headers(Map.of()), AT_NOON, () -> 0)).isNull();
    for (String text : List.of("", " ", "many", "-1", "NaN", "1e", "0x10", "9".repeat(100))) {
      assertThat(
              QuotaHeaders.read(
                  headers(Map.of("x-ratelimit-remaining-tokens", text)), AT_NOON, () -> 0))
          .as(text)
          .isNull();
    }
    for (String text : List.of("", "soon", "1x", "..s", "2026-13-45", "9".repeat(100))) {
      Quota quota =
          quota(
              Map.of(
                  "x-ratelimit-remaining-tokens", "5",
                  "x-ratelimit-limit-tokens", "0",
                  "x-ratelimit-reset-tokens", text));
      assertThat(quota.windows().getFirst().limit()).as(text).isEqualTo(-1);
      assertThat(quota.windows().getFirst().resetMs()).as(text).isBetween(1L, 60_000L);
    }
  }

  @Test
  void any_text_gives_a_scarcity_between_nothing_and_all() {
    SplittableRandom random = new SplittableRandom(5);
    String alphabet = "0123456789.-+eEdhms:TZ Infinity";
    for (int i = 0; i < 20_000; i++) {
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      for (String part : List.of("limit", "remaining", "reset")) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(24); n > 0; n--) {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        headers.add("x-ratelimit-" + part + "-tokens", text);
      }
      Quota quota = QuotaHeaders.read(headers, AT_NOON, random::nextLong);
      if (quota != null) {
        assertThat(quota.scarcityPpm(random.nextLong()))
            .as("seed 5, headers %s", headers)
            .isBetween(0, 1_000_000);
      }
    }
  }
}
