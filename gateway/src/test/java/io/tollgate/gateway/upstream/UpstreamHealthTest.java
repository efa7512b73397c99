package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.gateway.upstream.Resilience.Breaker;
import io.tollgate.gateway.upstream.Resilience.Concurrency;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.routing.Outlook.Availability;
import io.tollgate.policies.usage.Usage;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The health of deployments, on a clock that the tests turn. */
class UpstreamHealthTest {

  private static final InstantSource EPOCH = InstantSource.fixed(Instant.EPOCH);
  private static final Verdict SOUND = new Verdict.Sound(TimeUnit.MILLISECONDS.toNanos(50));
  private static final Verdict FAULTY = new Verdict.Faulty("HTTP 500", false);
  private static final Model MODEL =
      new Model("m", ModelClass.LOCAL, 500_000, 8192, 1024, Set.of());
  private static final Deployment ONE = new Deployment("p", "one", MODEL);
  private static final Deployment TWO = new Deployment("p", "two", MODEL);
  private static final Deployment OTHER = new Deployment("q", "one", MODEL);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final List<String> told = new ArrayList<>();
  private UpstreamHealth health = health(Resilience.DEFAULTS);

  private UpstreamHealth health(Resilience resilience) {
    UpstreamHealth made = new UpstreamHealth(nanos::get, () -> 0.5, new Told());
    made.configure(List.of(provider("p", resilience), provider("q", resilience)));
    return made;
  }

  private static Provider provider(String name, Resilience resilience) {
    return Provider.of(name, URI.create("http://127.0.0.1:1/v1"), null, UsageRule.OPENAI)
        .withResilience(resilience);
  }

  private final class Told implements HealthListener {
    @Override
    public void ejected(String deployment, String reason, Duration forAtLeast) {
      told.add("ejected " + deployment + " for " + reason);
    }

    @Override
    public void readmitted(String deployment) {
      told.add("readmitted " + deployment);
    }

    @Override
    public void throttled(String deployment, Duration pause) {
      told.add("throttled " + deployment);
    }

    @Override
    public void accountSpent(String provider, Duration pause) {
      told.add("spent " + provider + " for " + pause.toSeconds() + " s");
    }

    @Override
    public void accountThrottled(
        String provider, String account, String deployment, Duration pause) {
      told.add("throttled " + provider + " account " + account);
    }

    @Override
    public void accountDrained(String provider, String account, Duration pause) {
      told.add("drained " + provider + " account " + account);
    }

    @Override
    public void accountRejected(String provider, String account, String reason) {
      told.add("rejected " + provider + " account " + account);
    }

    @Override
    public void accountReturned(String provider, String account) {
      told.add("returned " + provider + " account " + account);
    }

    @Override
    public void retryDenied(String provider) {
      told.add("denied " + provider);
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private Availability availability(Deployment deployment) {
    return health.of(deployment).availability();
  }

  private Permit enter(Deployment deployment) {
    return Objects.requireNonNull(health.tryFirst(deployment), "a permit");
  }

  private void fail(Deployment deployment, int times) {
    for (int i = 0; i < times; i++) {
      enter(deployment).end(FAULTY);
    }
  }

  @Test
  void failures_in_a_row_eject_a_deployment_and_no_other() {
    fail(ONE, 4);
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    fail(ONE, 1);
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
    assertThat(availability(TWO)).isEqualTo(Availability.AVAILABLE);
    assertThat(availability(OTHER)).isEqualTo(Availability.AVAILABLE);
    assertThat(told).containsExactly("ejected p/one for HTTP 500");
  }

  @Test
  void a_success_between_failures_breaks_their_row_and_their_share_still_counts() {
    for (int i = 0; i < 4; i++) {
      enter(ONE).end(SOUND);
      fail(ONE, 1);
    }
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    enter(ONE).end(SOUND);
    fail(ONE, 1);
    assertThat(availability(ONE)).as("5 of 10 have failed").isEqualTo(Availability.EJECTED);
  }

  @Test
  void answers_that_begin_slowly_eject_a_deployment_too() {
    for (int i = 0; i < 10; i++) {
      enter(ONE).end(new Verdict.Sound(TimeUnit.SECONDS.toNanos(31)));
    }
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
  }

  @Test
  void faults_of_requests_and_clients_that_leave_eject_nothing() {
    for (int i = 0; i < 1_000; i++) {
      enter(ONE).end(Verdict.NOTHING);
    }
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(told).isEmpty();
  }

  @Test
  void a_deployment_that_cannot_prove_who_it_is_is_out_at_once() {
    enter(ONE).end(new Verdict.Untrusted("the certificate has expired"));
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
    assertThat(told).containsExactly("ejected p/one for the certificate has expired");
  }

  @Test
  void trials_readmit_a_deployment_that_has_healed() {
    fail(ONE, 5);
    pass(Duration.ofSeconds(1));
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    Permit first = enter(ONE);
    Permit second = enter(ONE);
    Permit third = enter(ONE);
    assertThat(availability(ONE)).as("as many trials as may be").isEqualTo(Availability.EJECTED);
    for (Permit trial : List.of(first, second, third)) {
      trial.end(SOUND);
    }
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(told).last().isEqualTo("readmitted p/one");
  }

  @Test
  void each_trial_that_fails_doubles_the_wait_for_the_next_up_to_the_most() {
    fail(ONE, 5);
    long before = 0;
    for (int round = 0; round < 8; round++) {
      long wait = health.of(ONE).pauseMs();
      assertThat(wait).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(15_001);
      before = wait;
      pass(Duration.ofMillis(wait));
      fail(ONE, 3);
      assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
    }
    assertThat(before).isGreaterThan(10_000);
  }

  @Test
  void an_ejected_deployment_is_still_a_last_resort_for_a_few_at_a_time() {
    fail(ONE, 5);
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Permit permit = enter(ONE);
      assertThat(permit.isLastResort()).isTrue();
      permits.add(permit);
    }
    assertThat(health.tryFirst(ONE)).isNull();
    permits.getFirst().end(FAULTY);
    assertThat(health.tryFirst(ONE)).isNotNull();
  }

  @Test
  void a_last_resort_that_succeeds_begins_the_readmission_before_its_time() {
    fail(ONE, 5);
    enter(ONE).end(SOUND);
    for (int i = 0; i < 3; i++) {
      enter(ONE).end(SOUND);
    }
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(told).last().isEqualTo("readmitted p/one");
  }

  @Test
  void a_pause_that_was_asked_for_is_kept_to_the_millisecond_and_by_the_others_not() {
    enter(ONE).end(new Verdict.Throttled(7_000));
    assertThat(availability(ONE)).isEqualTo(Availability.THROTTLED);
    assertThat(health.of(ONE).pauseMs()).isBetween(7_000L, 7_701L);
    assertThat(health.tryFirst(ONE)).isNull();
    assertThat(availability(TWO)).isEqualTo(Availability.AVAILABLE);
    pass(Duration.ofSeconds(7));
    assertThat(health.tryFirst(ONE)).isNull();
    pass(Duration.ofMillis(701));
    assertThat(health.tryFirst(ONE)).isNotNull();
  }

  @Test
  void a_shorter_pause_does_not_end_a_longer_one() {
    Permit first = enter(ONE);
    Permit second = enter(ONE);
    first.end(new Verdict.Throttled(60_000));
    second.end(new Verdict.Throttled(10));
    pass(Duration.ofSeconds(5));
    assertThat(availability(ONE)).isEqualTo(Availability.THROTTLED);
    assertThat(told).as("one pause").containsExactly("throttled p/one");
  }

  @Test
  void nobody_pauses_a_deployment_for_longer_than_an_hour() {
    enter(ONE).end(new Verdict.Throttled(Long.MAX_VALUE));
    pass(Duration.ofMinutes(67));
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void a_spent_account_pauses_every_deployment_of_its_provider_and_no_other() {
    enter(ONE).end(new Verdict.AccountSpent(-1));
    assertThat(availability(TWO)).as("not known of yet").isEqualTo(Availability.AVAILABLE);
    assertThat(health.tryFirst(TWO)).isNull();
    assertThat(availability(ONE)).isEqualTo(Availability.PAUSED);
    assertThat(availability(TWO)).isEqualTo(Availability.PAUSED);
    assertThat(availability(OTHER)).isEqualTo(Availability.AVAILABLE);
    assertThat(told).containsExactly("spent p for 300 s");
    pass(Duration.ofMinutes(5).plusMillis(1));
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void a_fixed_limit_of_concurrency_holds_and_places_are_given_back_however_it_ends() {
    health = health(Resilience.DEFAULTS.withConcurrency(new Concurrency(2, 2, false)));
    List<Verdict> verdicts =
        List.of(SOUND, FAULTY, Verdict.NOTHING, new Verdict.Faulty("late", true));
    for (Verdict verdict : verdicts) {
      Permit first = enter(ONE);
      Permit second = enter(ONE);
      assertThat(health.tryFirst(ONE)).isNull();
      assertThat(availability(ONE)).isEqualTo(Availability.PAUSED);
      first.end(verdict);
      second.end(verdict);
      second.end(verdict);
    }
    assertThat(health.statuses())
        .filteredOn(s -> s.deployment().equals("p/one"))
        .singleElement()
        .satisfies(s -> assertThat(s.inFlight()).isZero());
  }

  @Test
  void an_adaptive_limit_shrinks_when_first_tokens_queue_and_grows_when_they_do_not() {
    health = health(Resilience.DEFAULTS.withConcurrency(new Concurrency(64, 4, true)));
    IntSummaryStatistics calm = places(2_000, inFlight -> 50);
    assertThat(calm.getMax()).isGreaterThan(32);
    // Owned capacity that serves 8 at a time: whatever is beyond waits its turn.
    IntSummaryStatistics busy = places(4_000, inFlight -> 50L * Math.max(1, inFlight / 8));
    assertThat(busy.getMin()).isLessThan(32).isGreaterThanOrEqualTo(4);
    assertThat(places(8_000, inFlight -> 50).getMax()).isGreaterThan(32);
  }

  private interface Service {
    long firstTokenMillis(int inFlight);
  }

  /**
   * As many requests as are let in, one after the other finished, oldest first.
   *
   * @return how many places there were, which is no steady number: the limit probes by chance
   */
  private IntSummaryStatistics places(int requests, Service service) {
    Deque<Permit> running = new ArrayDeque<>();
    IntSummaryStatistics places = new IntSummaryStatistics();
    for (int i = 0; i < requests; i++) {
      for (Permit next = health.tryFirst(ONE); next != null; next = health.tryFirst(ONE)) {
        running.add(next);
      }
      long millis = service.firstTokenMillis(running.size());
      pass(Duration.ofMillis(1));
      running.remove().end(new Verdict.Sound(TimeUnit.MILLISECONDS.toNanos(millis)));
      places.accept(health.statuses().getFirst().places());
    }
    running.forEach(permit -> permit.end(Verdict.NOTHING));
    return places;
  }

  @Test
  void a_request_is_expected_to_wait_where_owned_capacity_is_nearly_taken() {
    health = health(Resilience.DEFAULTS.withConcurrency(new Concurrency(4, 4, false)));
    health.observe(ONE, 100, 1_100, Usage.of(10, 100), true);
    Deployment rented =
        new Deployment(
            "p", "three", new Model("m3", ModelClass.FRONTIER, 500_000, 8192, 1024, Set.of()));
    health.observe(rented, 100, 1_100, Usage.of(10, 100), true);
    assertThat(health.of(ONE).queueMs()).isZero();
    List<Permit> permits = List.of(enter(ONE), enter(ONE), enter(ONE));
    enter(rented);
    enter(rented);
    enter(rented);
    // 1.1 s of service, three of four places: 1,100 * 0.75^(sqrt(10) - 1) / 1.
    assertThat(health.of(ONE).queueMs()).isBetween(530L, 660L);
    assertThat(health.of(rented).queueMs()).as("not owned").isZero();
    permits.forEach(permit -> permit.end(Verdict.NOTHING));
    assertThat(health.of(ONE).queueMs()).isZero();
  }

  @Test
  void a_quota_that_runs_out_is_forecast_until_it_is_full_again() {
    enter(ONE).end(SOUND);
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("X-RateLimit-Limit-Tokens", "1000")
            .add("X-RateLimit-Remaining-Tokens", "100")
            .add("X-RateLimit-Reset-Tokens", "60s");
    enter(ONE).heard(headers, EPOCH);
    assertThat(health.of(ONE).scarcityPpm()).isEqualTo(500_000);
    enter(ONE).heard(MultiMap.caseInsensitiveMultiMap(), EPOCH);
    assertThat(health.of(ONE).scarcityPpm()).as("an answer that does not say").isPositive();
    assertThat(health.of(TWO).scarcityPpm()).isZero();
    pass(Duration.ofSeconds(60));
    assertThat(health.of(ONE).scarcityPpm()).isZero();
    enter(ONE).heard(headers, EPOCH);
    health.configure(List.of());
    assertThat(health.of(ONE).scarcityPpm()).as("of another account").isZero();
  }

  @Test
  void what_is_known_outlives_a_reload_where_the_settings_are_the_same() {
    fail(ONE, 5);
    health.configure(
        List.of(
            provider("p", Resilience.DEFAULTS).withConnectionsMax(3),
            provider("q", Resilience.DEFAULTS)));
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
    Breaker lenient = new Breaker(99, 100, Duration.ofHours(1), 100, 100, ms(1), ms(1), 1);
    health.configure(List.of(provider("p", Resilience.DEFAULTS.withBreaker(lenient))));
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    fail(ONE, 49);
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void a_provider_with_another_key_begins_anew_and_is_shown_to_be_back() {
    fail(ONE, 5);
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
    health.configure(List.of(provider("p", Resilience.DEFAULTS).withKey(new Secret("sk-other"))));
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(told).last().isEqualTo("readmitted p/one");
    health.configure(List.of(provider("p", Resilience.DEFAULTS).withKey(new Secret("sk-other"))));
    fail(ONE, 5);
    health.configure(List.of(provider("p", Resilience.DEFAULTS).withKey(new Secret("sk-other"))));
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
  }

  private static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  /**
   * Two providers of which some or all fail, offered 200 requests a second for five minutes, each
   * taking what routing would give it: the upstream requests stay near what was offered, and
   * traffic is back soon after they have healed.
   */
  @Test
  void whatever_fails_is_sent_little_more_than_was_offered_and_heals_within_seconds() {
    SplittableRandom seeds = new SplittableRandom(20261121);
    for (int round = 0; round < 8; round++) {
      long seed = seeds.nextLong();
      Town town = new Town(seed);
      town.run(Duration.ofMinutes(5), round % 2 == 0 ? 100 : 0, 100);
      assertThat(town.sent)
          .as("requests sent for %d offered, seed %d", town.offered, seed)
          .isLessThanOrEqualTo(town.offered * 12 / 10);
      town.answered = 0;
      town.offered = 0;
      town.run(Duration.ofSeconds(30), 0, 0);
      int before = town.answered;
      int offeredBefore = town.offered;
      town.run(Duration.ofSeconds(10), 0, 0);
      assertThat(town.answered - before)
          .as("answered after 30 s, seed %d", seed)
          .isEqualTo(town.offered - offeredBefore);
    }
  }

  /** Clients, a gateway's decisions, and two providers, in virtual time. */
  private final class Town {
    private final SplittableRandom random;
    private final UpstreamHealth itsHealth;
    private int offered;
    private int sent;
    private int answered;

    Town(long seed) {
      this.random = new SplittableRandom(seed);
      this.itsHealth = new UpstreamHealth(nanos::get, random::nextDouble, HealthListener.NONE);
      itsHealth.configure(
          List.of(provider("p", Resilience.DEFAULTS), provider("q", Resilience.DEFAULTS)));
    }

    void run(Duration time, int failPercentOfP, int failPercentOfQ) {
      long end = nanos.get() + time.toNanos();
      while (nanos.get() - end < 0) {
        pass(Duration.ofMillis(5));
        offered++;
        request(failPercentOfP, failPercentOfQ);
      }
    }

    private void request(int failPercentOfP, int failPercentOfQ) {
      boolean pFirst = itsHealth.of(ONE).availability() == Availability.AVAILABLE;
      List<Deployment> plan = pFirst ? List.of(ONE, OTHER) : List.of(OTHER, ONE);
      boolean retry = false;
      for (Deployment deployment : plan) {
        Permit permit = retry ? itsHealth.tryRetry(deployment) : itsHealth.tryFirst(deployment);
        if (permit == null) {
          continue;
        }
        sent++;
        int percent = deployment.equals(ONE) ? failPercentOfP : failPercentOfQ;
        if (random.nextInt(100) >= percent) {
          permit.end(SOUND);
          answered++;
          return;
        }
        permit.end(FAULTY);
        retry = true;
      }
    }
  }

  @Test
  void a_sound_provider_takes_over_every_request_of_a_broken_one() {
    for (int i = 0; i < 10_000; i++) {
      Objects.requireNonNull(health.tryRetry(OTHER), "a permit").end(SOUND);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void a_retry_is_not_sent_where_things_fail_already() {
    fail(OTHER, 5);
    assertThat(health.tryRetry(OTHER)).isNull();
    assertThat(health.tryFirst(OTHER)).isNotNull();
  }

  @Test
  void a_broken_provider_is_sent_no_more_retries_than_its_budget() {
    int many = 1_000_000;
    health =
        health(
            Resilience.DEFAULTS.withBreaker(
                new Breaker(many, 100, Duration.ofHours(1), 100, many, ms(1), ms(1), 1)));
    int sent = 0;
    for (int i = 0; i < 10_000; i++) {
      Permit permit = health.tryRetry(OTHER);
      if (permit != null) {
        permit.end(FAULTY);
        sent++;
      }
    }
    assertThat(sent).isEqualTo(100);
    assertThat(told).contains("denied q");
  }
}
