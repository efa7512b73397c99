package io.tollgate.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SessionsTest {

  private static final SignInSettings SETTINGS = ClaimsTest.SETTINGS;

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Sessions sessions = new Sessions(nanos::get, new SplittableRandom(1));

  private String begin(String subject) {
    return sessions.begin(SETTINGS, ClaimsTest.claims(subject, Map.of("groups", "ops")));
  }

  private static SignInSettings with(String issuer, String client, Duration session) {
    return new SignInSettings(
        issuer, client, null, SETTINGS.redirect(), List.of("openid"), List.of(), session);
  }

  @Test
  void a_session_lasts_as_long_as_is_said_now() {
    String id = begin("1");
    nanos.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(sessions.find(id, SETTINGS)).isNotNull();
    String issuer = SETTINGS.issuer();
    String client = SETTINGS.clientId();
    assertThat(sessions.find(id, with(issuer, client, Duration.ofMinutes(59)))).isNull();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(sessions.find(id, SETTINGS)).isNull();
    assertThat(sessions.find(id, with(issuer, client, Duration.ofHours(2)))).isNotNull();
    nanos.addAndGet(SignInSettings.SESSION_MAX.toNanos());
    assertThat(sessions.find(id, with(issuer, client, Duration.ofDays(9)))).isNull();
  }

  @Test
  void a_session_does_not_outlive_its_issuer_or_client() {
    String id = begin("1");
    Duration hour = Duration.ofHours(1);
    assertThat(sessions.find(id, with(SETTINGS.issuer(), "other", hour))).isNull();
    assertThat(sessions.find(id, with("https://other.example.com", "tollgate", hour))).isNull();
  }

  @Test
  void a_new_sign_in_ends_the_sessions_of_the_same_subject_and_of_nobody_else() {
    String ada = begin("1");
    String bob = begin("2");
    String again = begin("1");
    assertThat(again).isNotEqualTo(ada);
    assertThat(sessions.find(ada, SETTINGS)).isNull();
    assertThat(sessions.find(bob, SETTINGS)).isNotNull();
    assertThat(sessions.find(again, SETTINGS)).isNotNull();
  }

  @Test
  void an_id_is_good_as_a_whole_only() {
    String id = begin("1");
    assertThat(id).hasSize(43);
    for (int at = 0; at < id.length(); at++) {
      char other = id.charAt(at) == 'A' ? 'B' : 'A';
      String changed = id.substring(0, at) + other + id.substring(at + 1);
      assertThat(sessions.find(changed, SETTINGS)).isNull();
      assertThat(sessions.find(id.substring(0, at), SETTINGS)).isNull();
    }
    assertThat(sessions.find(id + "A", SETTINGS)).isNull();
    assertThat(sessions.find(null, SETTINGS)).isNull();
    sessions.end(id);
    assertThat(sessions.find(id, SETTINGS)).isNull();
  }

  @Test
  void a_state_is_good_once_and_for_ten_minutes() {
    PendingSignIns pending = new PendingSignIns(nanos::get);
    OpenIdProvider provider =
        new OpenIdProvider(
            SETTINGS.issuer(),
            URI.create("https://login.example.com/a"),
            URI.create("https://login.example.com/t"),
            URI.create("https://login.example.com/k"),
            true,
            (selector, context) -> List.of());
    PendingSignIn one = new PendingSignIn(provider, SETTINGS, "nonce", "verifier", "cookie");
    pending.add("state", one);
    assertThat(pending.take("state2")).isNull();
    assertThat(pending.take("state")).isSameAs(one);
    assertThat(pending.take("state")).isNull();
    pending.add("late", one);
    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(pending.take("late")).isNull();
  }
}
