package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.gateway.upstream.Resilience.Retries;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Providers with several accounts, on a clock that the tests turn. */
class AccountsTest {

  private static final InstantSource EPOCH = InstantSource.fixed(Instant.EPOCH);
  private static final Verdict SOUND = new Verdict.Sound(TimeUnit.MILLISECONDS.toNanos(50));
  private static final Verdict SPENT = new Verdict.AccountSpent(-1);
  private static final Verdict KEY_REFUSED =
      new Verdict.Refused("key refused", Verdict.Refused.Of.KEY);
  private static final Model MODEL =
      new Model("m", ModelClass.FRONTIER, 500_000, 8192, 1024, Set.of());
  private static final Deployment ONE = new Deployment("p", "one", MODEL);
  private static final Deployment TWO = new Deployment("p", "two", MODEL);
  private static final Usage SMALL = Usage.of(10, 10);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final SplittableRandom random = new SplittableRandom(20261130);
  private final List<String> told = new ArrayList<>();
  private final UpstreamHealth health =
      new UpstreamHealth(nanos::get, random::nextDouble, new Told());

  private final class Told implements HealthListener {
    @Override
    public void ejected(String deployment, String reason, Duration forAtLeast) {
      told.add("ejected " + deployment);
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
      told.add("spent " + provider);
    }

    @Override
    public void accountThrottled(
        String provider, String account, String deployment, Duration pause) {
      told.add("throttled " + account + " at " + deployment);
    }

    @Override
    public void accountDrained(String provider, String account, Duration pause) {
      told.add("drained " + account + " for " + pause.toSeconds() + " s");
    }

    @Override
    public void accountRejected(String provider, String account, String reason) {
      told.add("rejected " + account + ": " + reason);
    }

    @Override
    public void accountReturned(String provider, String account) {
      told.add("returned " + account);
    }

    @Override
    public void retryDenied(String provider) {
      told.add("denied");
    }
  }

  private static Account account(String name, int weight, Allowance allowance) {
    return new Account(
        name, new Authentication.Bearer(new Secret("sk-" + name)), weight, allowance);
  }

  private static Account account(String name) {
    return account(name, 1, Allowance.UNSAID);
  }

  private static Provider provider(Account... accounts) {
    return Provider.of("p", URI.create("http://127.0.0.1:1/v1"), null, UsageRule.OPENAI)
        .withAccounts(List.of(accounts));
  }

  private void configure(Account... accounts) {
    health.configure(List.of(provider(accounts)));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private Permit enter(Deployment deployment, Usage expected) {
    return Objects.requireNonNull(health.tryFirst(deployment, expected, 0), "a permit");
  }

  /** A permit of this account; of others those that come before are given back. */
  private Permit enterWith(String account, Deployment deployment) {
    for (int i = 0; i < 1_000; i++) {
      Permit permit = enter(deployment, SMALL);
      if (account.equals(permit.account())) {
        return permit;
      }
      permit.endUnused();
    }
    throw new AssertionError(account + " is not used");
  }

  /** The accounts that requests are sent with now. */
  private Set<String> used(Deployment deployment) {
    Set<String> used = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Permit permit = health.tryFirst(deployment, SMALL, 0);
      if (permit != null) {
        used.add(String.valueOf(permit.account()));
        permit.endUnused();
      }
    }
    return used;
  }

  private Availability availability(Deployment deployment) {
    return health.of(deployment).availability();
  }

  private AccountStatus status(String account) {
    return Objects.requireNonNull(health.account("p", account));
  }

  private static MultiMap headers(String... namesAndValues) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  @Test
  void requests_are_shared_by_weight_while_all_are_well() {
    configure(account("main", 3, Allowance.UNSAID), account("spare"));
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      Permit permit = enter(ONE, SMALL);
      times.merge(String.valueOf(permit.account()), 1, Integer::sum);
      permit.end(SOUND);
    }
    assertThat(times.getOrDefault("main", 0) / 10_000.0).isCloseTo(0.75, within(0.02));
    assertThat(status("main").requests() + status("spare").requests()).isEqualTo(10_000);
  }

  @Test
  void a_caller_stays_with_one_account_and_callers_are_shared() {
    configure(account("a"), account("b"));
    Set<String> ofAll = new HashSet<>();
    for (long caller = 1; caller <= 50; caller++) {
      Set<String> ofOne = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        Permit permit = Objects.requireNonNull(health.tryFirst(ONE, SMALL, caller));
        ofOne.add(String.valueOf(permit.account()));
        permit.end(SOUND);
      }
      assertThat(ofOne).hasSize(1);
      ofAll.addAll(ofOne);
    }
    assertThat(ofAll).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void an_account_that_is_throttled_rests_at_that_deployment_and_the_others_serve() {
    configure(account("a"), account("b"));
    enterWith("a", ONE).end(new Verdict.Throttled(7_000));

    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(used(ONE)).containsExactly("b");
    assertThat(used(TWO)).containsExactlyInAnyOrder("a", "b");
    assertThat(told).containsExactly("throttled a at p/one");
    assertThat(status("a").state()).isEqualTo(AccountStatus.State.THROTTLED);
    assertThat(status("a").throttles()).isEqualTo(1);

    enterWith("b", ONE).end(new Verdict.Throttled(20_000));
    assertThat(availability(ONE)).isEqualTo(Availability.THROTTLED);
    assertThat(health.of(ONE).pauseMs())
        .as("until the first of them is back")
        .isBetween(7_000L, 7_701L);
    assertThat(health.tryFirst(ONE, SMALL, 0)).isNull();
    pass(Duration.ofMillis(7_702));
    assertThat(used(ONE)).containsExactly("a");
  }

  @Test
  void an_account_that_is_drained_rests_everywhere_and_only_all_of_them_pause_a_deployment() {
    configure(account("a"), account("b"));
    enterWith("a", ONE).end(SPENT);

    assertThat(told).containsExactly("drained a for 300 s");
    assertThat(used(TWO)).containsExactly("b");
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(status("a").state()).isEqualTo(AccountStatus.State.DRAINED);
    assertThat(status("a").pauseMs()).isGreaterThan(299_000);

    enterWith("b", TWO).end(SPENT);
    assertThat(availability(ONE)).isEqualTo(Availability.PAUSED);
    assertThat(health.tryFirst(ONE, SMALL, 0)).isNull();
    assertThat(health.of(ONE).pauseMs()).isGreaterThan(299_000);
  }

  @Test
  void what_was_drained_is_tried_by_one_request_at_a_time_until_one_succeeds() {
    configure(account("a"), account("b"));
    enterWith("a", ONE).end(SPENT);
    pass(Duration.ofMinutes(5).plusMillis(1));

    Permit probe = enterWith("a", ONE);
    assertThat(used(ONE)).containsExactly("b");
    assertThat(used(TWO)).as("at other deployments too").containsExactly("b");
    probe.end(Verdict.NOTHING);
    Permit second = enterWith("a", ONE);
    assertThat(used(ONE)).containsExactly("b");
    second.end(SPENT);
    assertThat(used(ONE)).containsExactly("b");

    pass(Duration.ofMinutes(5).plusMillis(1));
    enterWith("a", TWO).end(SOUND);
    assertThat(told).last().isEqualTo("returned a");
    Permit first = enterWith("a", ONE);
    enterWith("a", ONE).end(SOUND);
    first.end(SOUND);
    assertThat(status("a").state()).isEqualTo(AccountStatus.State.READY);
  }

  @Test
  void an_answer_that_was_under_way_does_not_end_the_rest_of_a_drained_account() {
    configure(account("a"), account("b"));
    Permit running = enterWith("a", ONE);
    enterWith("a", ONE).end(SPENT);
    running.end(SOUND);

    assertThat(used(ONE)).containsExactly("b");
    assertThat(told).containsExactly("drained a for 300 s");
  }

  @Test
  void a_key_that_is_refused_is_no_failure_of_the_deployment() {
    configure(account("a"), account("b"));
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      permits.add(enterWith("a", ONE));
    }
    permits.forEach(permit -> permit.end(KEY_REFUSED));

    assertThat(told).containsExactly("rejected a: key refused");
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(used(ONE)).containsExactly("b");
    assertThat(status("a").state()).isEqualTo(AccountStatus.State.REJECTED);
    pass(Duration.ofMinutes(1).plusMillis(1));
    enterWith("a", ONE).end(SOUND);
    assertThat(told).last().isEqualTo("returned a");
  }

  @Test
  void the_only_key_that_is_refused_is_a_failure_of_the_deployment_as_ever() {
    health.configure(List.of(provider(Account.only(new Authentication.None()))));
    for (int i = 0; i < 5; i++) {
      enter(ONE, SMALL).end(KEY_REFUSED);
    }
    assertThat(told).containsExactly("ejected p/one");
    for (int i = 0; i < 50; i++) {
      enter(TWO, SMALL).end(new Verdict.Refused("not permitted", Verdict.Refused.Of.DEPLOYMENT));
    }
    assertThat(availability(TWO)).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void an_account_that_may_not_use_one_deployment_may_use_others() {
    configure(account("a"), account("b"));
    enterWith("a", ONE).end(new Verdict.Refused("not permitted", Verdict.Refused.Of.DEPLOYMENT));

    assertThat(used(ONE)).containsExactly("b");
    assertThat(used(TWO)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void an_account_without_a_token_rests_until_one_is_got() {
    configure(account("a"), account("b"));
    enterWith("a", ONE).end(new Verdict.Refused("not reachable", Verdict.Refused.Of.PROOF));

    assertThat(used(ONE)).containsExactly("b");
    pass(Duration.ofMillis(2_001));
    assertThat(used(ONE)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void failures_of_the_deployment_are_nobodys_accounts() {
    configure(account("a"), account("b"));
    for (int i = 0; i < 5; i++) {
      enter(ONE, SMALL).end(new Verdict.Faulty("HTTP 500", false));
    }
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
    assertThat(used(TWO)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void another_account_is_another_place_and_costs_a_retry() {
    Resilience sparing =
        Resilience.DEFAULTS.withRetries(
            new Retries(10, 1, 1, Duration.ofMillis(200), Duration.ofSeconds(2)));
    health.configure(List.of(provider(account("a"), account("b")).withResilience(sparing)));
    Permit failed = enterWith("a", ONE);
    // With a retry-after of nothing: it may be used again at once, but not by this request.
    failed.end(new Verdict.Throttled(0));
    Permit other = Objects.requireNonNull(health.tryOtherAccount(ONE, failed, SMALL, 0));
    assertThat(other.account()).isEqualTo("b");
    assertThat(health.tryOtherAccount(ONE, failed, SMALL, 0)).isNull();
    assertThat(told).last().isEqualTo("denied");
    other.end(SOUND);
    assertThat(health.tryOtherAccount(ONE, failed, SMALL, 0)).as("given back").isNotNull();
  }

  @Test
  void where_there_is_but_one_account_there_is_no_other() {
    configure(account("a"));
    Permit failed = enter(ONE, SMALL);
    failed.end(new Verdict.Throttled(0));
    assertThat(health.tryOtherAccount(ONE, failed, SMALL, 0)).isNull();
    assertThat(told).containsExactly("throttled p/one");
  }

  @Test
  void what_does_not_fit_into_the_minute_of_one_account_goes_to_another() {
    configure(
        account("a", 1_000, new Allowance(0, 1_000)), account("b", 1, new Allowance(0, 5_000)));
    for (int i = 0; i < 6; i++) {
      enter(ONE, Usage.of(400, 600)).end(SOUND);
    }
    assertThat(status("a").tokensLeft()).isZero();
    assertThat(status("b").tokensLeft()).isZero();
    assertThat(health.tryFirst(ONE, Usage.of(1, 0), 0)).isNull();

    assertThat(availability(ONE)).isEqualTo(Availability.THROTTLED);
    assertThat(health.of(ONE).pauseMs()).isBetween(60_000L, 61_001L);
    assertThat(health.shortageMs(ONE, Usage.of(1, 0))).isBetween(60_000L, 61_001L);
    assertThat(told).as("no provider has said so").isEmpty();
    pass(Duration.ofSeconds(62));
    assertThat(availability(ONE)).isEqualTo(Availability.AVAILABLE);
    assertThat(health.shortageMs(ONE, Usage.of(1, 0))).isZero();
  }

  @Test
  void a_small_request_still_fits_where_a_large_one_does_not() {
    configure(account("a", 1, new Allowance(0, 1_000)));
    enter(ONE, Usage.of(300, 300)).end(SOUND);

    assertThat(health.tryFirst(ONE, Usage.of(300, 300), 0)).isNull();
    assertThat(health.shortageMs(ONE, Usage.of(300, 300))).isPositive();
    assertThat(health.tryFirst(ONE, Usage.of(200, 200), 0)).isNotNull();
  }

  @Test
  void an_estimate_is_put_right_when_it_is_known_what_it_came_to() {
    configure(account("a", 1, new Allowance(10, 1_000)));
    Permit permit = enter(ONE, Usage.of(400, 600));
    permit.end(SOUND);
    permit.used(Usage.of(400, 100));
    permit.used(Usage.of(0, 0));
    assertThat(status("a").tokensLeft()).isEqualTo(500);
    assertThat(status("a").requestsLeft()).isEqualTo(9);

    enter(ONE, Usage.of(100, 100)).endUnused();
    assertThat(status("a").tokensLeft()).as("nothing was sent").isEqualTo(500);
    assertThat(status("a").requestsLeft()).isEqualTo(9);
  }

  @Test
  void requests_in_a_minute_are_kept_to_as_well() {
    configure(account("a", 1, new Allowance(2, 0)));
    enter(ONE, SMALL).end(SOUND);
    enter(TWO, SMALL).end(SOUND);
    assertThat(health.tryFirst(ONE, SMALL, 0)).isNull();
    assertThat(availability(TWO)).isEqualTo(Availability.THROTTLED);
  }

  @Test
  void what_the_provider_says_is_left_counts_for_that_account_and_deployment() {
    configure(account("a"), account("b"));
    enterWith("a", ONE)
        .heard(
            headers(
                "x-ratelimit-limit-tokens", "60000",
                "x-ratelimit-remaining-tokens", "100",
                "x-ratelimit-reset-tokens", "59.9s"),
            EPOCH);

    assertThat(status("a").tokensLeft()).isEqualTo(100);
    for (int i = 0; i < 50; i++) {
      assertThat(enter(ONE, Usage.of(100, 100)).account()).isEqualTo("b");
    }
    assertThat(used(TWO)).containsExactlyInAnyOrder("a", "b");
    assertThat(health.of(ONE).scarcityPpm()).as("of the one that has most").isZero();
    pass(Duration.ofSeconds(1));
    assertThat(used(ONE)).as("1,000 tokens more").containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void the_word_of_the_provider_stands_in_the_place_of_the_contracts() {
    configure(account("a", 1, new Allowance(1_000, 1_000)));
    Permit permit = enter(ONE, Usage.of(500, 400));
    assertThat(health.tryFirst(ONE, Usage.of(500, 400), 0)).isNull();
    permit.heard(
        headers(
            "x-ratelimit-limit-tokens", "50000",
            "x-ratelimit-remaining-tokens", "49000",
            "x-ratelimit-reset-tokens", "1.2s"),
        EPOCH);

    assertThat(health.tryFirst(ONE, Usage.of(500, 400), 0)).isNotNull();
    assertThat(health.tryFirst(TWO, Usage.of(500, 400), 0))
        .as("it has said nothing of this one")
        .isNull();
  }

  @Test
  void input_and_output_are_limited_by_themselves_where_the_provider_does() {
    configure(account("a"), account("b"));
    enterWith("a", ONE)
        .heard(
            headers(
                "anthropic-ratelimit-output-tokens-limit", "8000",
                "anthropic-ratelimit-output-tokens-remaining", "50",
                "anthropic-ratelimit-output-tokens-reset", "1970-01-01T00:01:00Z"),
            EPOCH);

    Set<String> much = new HashSet<>();
    Set<String> little = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Permit speaker = enter(ONE, Usage.of(10, 60));
      much.add(String.valueOf(speaker.account()));
      speaker.endUnused();
      Permit listener = enter(ONE, Usage.of(9_000, 10));
      little.add(String.valueOf(listener.account()));
      listener.endUnused();
    }
    assertThat(much).containsExactly("b");
    assertThat(little).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void what_is_known_of_an_account_outlives_a_reload_where_its_name_and_key_stay() {
    configure(account("a", 1, new Allowance(0, 1_000)), account("b"));
    enterWith("a", ONE).end(SPENT);
    enterWith("b", ONE).end(new Verdict.Throttled(60_000));

    configure(account("c"), account("b", 7, Allowance.UNSAID), account("a"));
    assertThat(used(ONE)).containsExactly("c");
    assertThat(used(TWO)).containsExactlyInAnyOrder("b", "c");
    assertThat(status("a").state()).isEqualTo(AccountStatus.State.DRAINED);
    assertThat(status("b").weight()).isEqualTo(7);

    Account other = new Account("a", new Authentication.None(), 1, Allowance.UNSAID);
    configure(other, account("b"));
    assertThat(used(ONE)).as("another key may have credit").containsExactly("a");
    assertThat(health.account("p", "c")).isNull();

    health.configure(
        List.of(
            Provider.of("p", URI.create("http://127.0.0.1:2/v1"), null, UsageRule.OPENAI)
                .withAccounts(List.of(other, account("b")))));
    assertThat(used(ONE))
        .as("at another address nothing is known")
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void other_weights_and_allowances_leave_the_breaker_as_it_is() {
    configure(account("a"), account("b"));
    for (int i = 0; i < 5; i++) {
      enter(ONE, SMALL).end(new Verdict.Faulty("HTTP 500", false));
    }
    configure(account("a", 9, new Allowance(5, 5)), account("b"));
    assertThat(availability(ONE)).isEqualTo(Availability.EJECTED);
    assertThat(status("a").weight()).isEqualTo(9);
  }

  /**
   * Three accounts with buckets of their own at a provider that answers 429 where they are empty,
   * offered a little more than they hold together: where estimates are right nothing is turned away
   * by the provider, where they are wrong little is, and what they hold is used.
   */
  @Test
  void limits_that_are_known_are_hardly_ever_run_into_and_are_used_up() {
    SplittableRandom seeds = new SplittableRandom(20261130);
    for (int round = 0; round < 8; round++) {
      long seed = seeds.nextLong();
      int wrongByPercent = round % 2 == 0 ? 0 : 33;
      Market market = new Market(seed, wrongByPercent);
      market.run(Duration.ofMinutes(10));
      assertThat(market.refused)
          .as("answered 429 of %d sent, seed %d", market.sent, seed)
          .isLessThanOrEqualTo(wrongByPercent == 0 ? 0 : market.sent * 6 / 100);
      assertThat(market.tokensServed)
          .as("tokens served of %d that there were, seed %d", market.tokensThere, seed)
          .isGreaterThan(market.tokensThere * 85 / 100);
    }
  }

  /** A provider's buckets by the account, and clients who send at random; in virtual time. */
  private final class Market {
    private static final int LIMIT = 60_000;
    private final SplittableRandom fate;
    private final int wrongByPercent;
    private final UpstreamHealth itsHealth;
    private final Map<String, Double> left = new HashMap<>();
    private long sent;
    private long refused;
    private long tokensServed;
    private long tokensThere;

    Market(long seed, int wrongByPercent) {
      this.wrongByPercent = wrongByPercent;
      this.fate = new SplittableRandom(seed);
      this.itsHealth = new UpstreamHealth(nanos::get, fate::nextDouble, HealthListener.NONE);
      Account[] accounts = new Account[3];
      for (int i = 0; i < accounts.length; i++) {
        accounts[i] = account("a" + i, i + 1, new Allowance(0, LIMIT));
        left.put("a" + i, (double) LIMIT);
      }
      itsHealth.configure(List.of(provider(accounts)));
    }

    void run(Duration time) {
      long end = nanos.get() + time.toNanos();
      tokensThere = (long) left.size() * LIMIT * time.toMinutes();
      while (nanos.get() - end < 0) {
        long millis = fate.nextInt(1, 400);
        pass(Duration.ofMillis(millis));
        left.replaceAll(
            (name, tokens) -> Math.min(LIMIT, tokens + (double) LIMIT * millis / 60_000));
        // About 5 a second of 700 tokens: a little more than three accounts take.
        ask(fate.nextInt(100, 1_300));
      }
    }

    private void ask(int tokens) {
      int percent = fate.nextInt(100 - wrongByPercent, 101 + wrongByPercent);
      Usage expected = Usage.of((long) tokens * percent / 100, 0);
      Permit permit = itsHealth.tryFirst(ONE, expected, 0);
      if (permit == null) {
        return;
      }
      sent++;
      String account = String.valueOf(permit.account());
      double before = left.getOrDefault(account, 0.0);
      if (before < tokens) {
        refused++;
        permit.end(new Verdict.Throttled(1_000));
        permit.used(Usage.NONE);
        return;
      }
      double after = before - tokens;
      left.put(account, after);
      tokensServed += tokens;
      permit.heard(
          headers(
              "x-ratelimit-limit-tokens", String.valueOf(LIMIT),
              "x-ratelimit-remaining-tokens", String.valueOf((long) after),
              "x-ratelimit-reset-tokens",
                  (long) Math.ceil((LIMIT - after) * 60_000 / LIMIT) + "ms"),
          EPOCH);
      permit.end(SOUND);
      permit.used(Usage.of(tokens, 0));
    }
  }

  /** Many threads at once: the limit holds, and all that is given back can be taken again. */
  @Test
  void threads_together_keep_to_the_limit() throws InterruptedException {
    configure(account("a", 1, new Allowance(500, 0)), account("b", 1, new Allowance(300, 0)));
    AtomicInteger taken = new AtomicInteger();
    inParallel(
        8,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            Permit permit = health.tryFirst(ONE, SMALL, 0);
            if (permit != null && i % 2 == 0) {
              permit.endUnused();
            } else if (permit != null) {
              taken.incrementAndGet();
              permit.end(SOUND);
            }
          }
        });
    assertThat(taken).hasValue(800);
    assertThat(health.tryFirst(ONE, SMALL, 0)).isNull();
  }

  private static void inParallel(int threads, Runnable work) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(() -> {
            await(start);
            work.run();
          });
      thread.setUncaughtExceptionHandler((ignored, failure) -> {
        synchronized (failures) {
          failures.add(failure);
        }
      });
      all.add(thread);
      thread.start();
    }
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
