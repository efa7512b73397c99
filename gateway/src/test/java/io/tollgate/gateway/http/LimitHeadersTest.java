package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.limit.LimitKind;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.gateway.limit.Standing;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How limits are told in headers. */
final class LimitHeadersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.250Z");
  private static final RateLimit TEAM =
      new RateLimit("search-rate", Scope.parse("team:search"), 600, 200_000, 50, Duration.ZERO);
  private static final RateLimit ALL =
      new RateLimit("all", Scope.EVERYTHING, 1_000, 0, 0, Duration.ZERO);
  private static final List<Standing> STANDINGS =
      List.of(
          new Standing(ALL, LimitKind.REQUESTS, 600, 24_000, 0),
          new Standing(TEAM, LimitKind.REQUESTS, 599, 100, 0),
          new Standing(TEAM, LimitKind.TOKENS, 0, 61_001, 0),
          new Standing(TEAM, LimitKind.CONCURRENT, 49, 500, 0));

  private static MultiMap written(String path, List<Standing> standings) {
    MultiMap headers = HttpHeaders.headers();
    ClientDialect dialect = Routes.dialect(path, HttpHeaders.headers());
    LimitHeaders.write(headers, dialect, standings, NOW);
    return headers;
  }

  @Test
  void the_tightest_limit_of_each_kind_is_told_and_nothing_looks_looser_than_it_is() {
    MultiMap headers = written("/v1/chat/completions", STANDINGS);
    assertThat(headers.get("ratelimit-policy"))
        .isEqualTo(
            "\"search-rate-requests\";q=600;w=60,"
                + " \"search-rate-tokens\";q=200000;w=60;qu=\"tokens\","
                + " \"search-rate-concurrent\";q=50;qu=\"concurrent-requests\"");
    assertThat(headers.get("ratelimit"))
        .isEqualTo(
            "\"search-rate-requests\";r=599;t=1, \"search-rate-tokens\";r=0;t=62,"
                + " \"search-rate-concurrent\";r=49;t=1");
  }

  @Test
  void openais_sdks_find_their_own() {
    MultiMap headers = written("/v1/chat/completions", STANDINGS);
    assertThat(headers.get("x-ratelimit-limit-requests")).isEqualTo("600");
    assertThat(headers.get("x-ratelimit-remaining-requests")).isEqualTo("599");
    assertThat(headers.get("x-ratelimit-reset-requests")).isEqualTo("100ms");
    assertThat(headers.get("x-ratelimit-limit-tokens")).isEqualTo("200000");
    assertThat(headers.get("x-ratelimit-remaining-tokens")).isEqualTo("0");
    assertThat(headers.get("x-ratelimit-reset-tokens")).isEqualTo("1m2s");
    assertThat(headers.contains("anthropic-ratelimit-requests-limit")).isFalse();
  }

  @Test
  void anthropics_sdks_find_theirs() {
    MultiMap headers = written("/v1/messages", STANDINGS);
    assertThat(headers.get("anthropic-ratelimit-requests-limit")).isEqualTo("600");
    assertThat(headers.get("anthropic-ratelimit-requests-remaining")).isEqualTo("599");
    assertThat(headers.get("anthropic-ratelimit-requests-reset")).isEqualTo("2026-01-01T00:00:01Z");
    assertThat(headers.get("anthropic-ratelimit-tokens-reset")).isEqualTo("2026-01-01T00:01:02Z");
    assertThat(headers.contains("x-ratelimit-limit-requests")).isFalse();
  }

  @Test
  void whoever_has_no_limits_is_told_of_none() {
    assertThat(written("/v1/chat/completions", List.of())).isEmpty();
  }
}
