package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.FaultyAddresses;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.provider.ThrowawayAuthority;
import io.tollgate.bench.provider.ThrowawayAuthority.Certificate;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.bench.rig.RigFiles.Running;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.policies.catalog.ModelClass;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers to which no connection can be made, or none that is safe: nothing is sent to them. */
class UnreachableTest {

  /** Cheaper than all others, so that it is always asked first. */
  private static final DemoProvider LURE =
      Stage.provider(
          "lure",
          ModelClass.LOCAL,
          SimulatedModel.instant("cheapest").pricedAt(new TokenPrices(2_000, 200, 8_000)),
          700_000);

  private static final String LURED = "lure/cheapest";

  private static final String POLICIES =
      """
      policies:
        - name: default
          candidates: [lure/cheapest, cheap/swift]
      """;

  private static final Deadlines SHORT =
      new Deadlines(Duration.ofSeconds(1), Await.PATIENCE, Await.PATIENCE, Await.PATIENCE);

  @TempDir private static Path authorityFolder;
  private static @Nullable ThrowawayAuthority authority;

  @TempDir private Path folder;

  private static synchronized ThrowawayAuthority authority() throws Exception {
    if (authority == null) {
      authority = ThrowawayAuthority.create(authorityFolder);
    }
    return authority;
  }

  private Stage start(URI lure, @Nullable Path trusted) throws Exception {
    return Stage.start(
        folder,
        List.of(new Running(LURE, lure.toString(), trusted)),
        POLICIES,
        "event_loops: 1\n",
        config ->
            Stage.withProviders(
                config, p -> p.withDeadlines(SHORT).withResilience(leavingAlone(p.resilience()))));
  }

  /** What was taken out of routing stays out for longer than a test lasts. */
  private static Resilience leavingAlone(Resilience resilience) {
    Resilience.Breaker usual = resilience.breaker();
    return resilience.withBreaker(
        new Resilience.Breaker(
            usual.consecutiveFailures(),
            usual.errorPercent(),
            usual.slowFirstToken(),
            usual.slowPercent(),
            usual.windowCalls(),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            usual.trials()));
  }

  /** The lure costs nothing, and the client need not know of it. */
  private static void assertAnsweredByTheNext(Stage stage) throws Exception {
    for (String body : List.of(Stage.chat("auto", "Hello"), Stage.stream("auto", "Hello"))) {
      Reply reply = stage.post(body);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.broken()).isFalse();
      assertThat(reply.header("x-tollgate-model")).isEqualTo(SWIFT);
      assertThat(stage.attempts(reply.requestId()))
          .filteredOn(row -> row.deployment().equals(LURED))
          .allSatisfy(row -> assertThat(row.state()).isEqualTo("VOID"));
      assertThat(stage.attempts(reply.requestId()).getLast().state()).isEqualTo("SETTLE");
    }
  }

  private static Reply askTheLureAlone(Stage stage) throws Exception {
    Reply reply = stage.post(Stage.chat(LURED, "Hello"));
    assertThat(reply.status()).isIn(502, 503);
    assertThat(reply.error().path("message").stringValue())
        .as("where providers are is nobody's business")
        .isNotBlank()
        .doesNotContain("127.0.0.1", "localhost", "invalid");
    return reply;
  }

  @Test
  void row_01_a_refused_connection_costs_nothing_and_the_next_deployment_answers()
      throws Exception {
    try (FaultyAddresses addresses = new FaultyAddresses();
        Stage stage = start(addresses.refused(), null)) {
      Reply reply = askTheLureAlone(stage);
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.error().path("code").stringValue()).isEqualTo("upstream_unreachable");
      assertThat(stage.attempts(reply.requestId()))
          .isNotEmpty()
          .extracting(AttemptRow::state)
          .containsOnly("VOID");
      assertAnsweredByTheNext(stage);
    }
  }

  @Test
  void row_01_a_provider_that_stops_listening_is_passed_over_and_costs_nothing() throws Exception {
    try (Stage stage = Stage.start(folder)) {
      stage.rig.provider("cheap").close().await();
      Reply reply = stage.post(Stage.chat("auto", "Hello"));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-tollgate-model")).isEqualTo(BRIGHT);
      assertThat(stage.attempts(reply.requestId()))
          .extracting(AttemptRow::state)
          .containsExactly("VOID", "SETTLE");
    }
  }

  @Test
  void row_02_a_name_that_does_not_resolve_is_passed_over_within_the_connect_deadline()
      throws Exception {
    try (FaultyAddresses addresses = new FaultyAddresses();
        Stage stage = start(addresses.unresolvable(), null)) {
      long start = System.nanoTime();
      Reply reply = stage.post(Stage.chat("auto", "Hello"));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(SHORT.connect().plusSeconds(1));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-tollgate-model")).isEqualTo(SWIFT);
      assertThat(stage.attempts(reply.requestId()))
          .extracting(AttemptRow::state)
          .containsExactly("VOID", "SETTLE");
      askTheLureAlone(stage);
      assertAnsweredByTheNext(stage);
    }
  }

  @Test
  void row_02_nobody_else_waits_while_a_connection_cannot_be_made() throws Exception {
    try (FaultyAddresses addresses = new FaultyAddresses();
        Stage stage = start(addresses.stallingHandshake(), authority().pem())) {
      CompletableFuture<Reply> waiting =
          CompletableFuture.supplyAsync(() -> {
            try {
              return stage.post(Stage.chat("auto", "Hello"));
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      Await.until("the stalled connection", () -> addresses.accepted() == 1);
      for (int i = 0; i < 5; i++) {
        // There is one event loop: whoever blocked it would block this.
        assertThat(stage.post(Stage.chat(SWIFT, "Hello")).status()).isEqualTo(200);
      }
      assertThat(waiting).isNotDone();
      assertThat(waiting.join().header("x-tollgate-model")).isEqualTo(SWIFT);
    }
  }

  @Test
  void row_03_a_certificate_of_a_trusted_authority_is_believed() throws Exception {
    withProviderBehind(
        Certificate.RIGHT,
        (stage, addresses, provider) -> {
          Reply reply = stage.post(Stage.stream("auto", "Hello"));
          assertThat(reply.header("x-tollgate-model")).isEqualTo(LURED);
          assertThat(reply.done()).isTrue();
          assertThat(provider.billLog().seen()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @EnumSource(names = "RIGHT", mode = EnumSource.Mode.EXCLUDE)
  void row_03_a_bad_certificate_is_refused_the_deployment_left_alone_and_nothing_sent_in_clear(
      Certificate certificate) throws Exception {
    withProviderBehind(
        certificate,
        (stage, addresses, provider) -> {
          Reply first = stage.post(Stage.chat("auto", "Hello"));
          assertThat(first.header("x-tollgate-model")).isEqualTo(SWIFT);
          assertThat(stage.attempts(first.requestId()))
              .extracting(AttemptRow::state)
              .containsExactly("VOID", "SETTLE");
          assertThat(addresses.accepted()).isEqualTo(1);
          assertThat(stage.admin("/metrics").body())
              .as("ops are told")
              .containsPattern("tollgate_[a-z_]*eject[a-z_]*\\{[^}]*lure/cheapest");
          assertAnsweredByTheNext(stage);
          assertThat(addresses.accepted()).as("connections while it is left alone").isEqualTo(1);
          askTheLureAlone(stage);
          assertThat(provider.billLog().seen()).as("requests that got through").isZero();
        });
  }

  @Test
  void row_03_a_handshake_that_stalls_ends_at_the_connect_deadline() throws Exception {
    try (FaultyAddresses addresses = new FaultyAddresses();
        Stage stage = start(addresses.stallingHandshake(), authority().pem())) {
      long start = System.nanoTime();
      Reply reply = stage.post(Stage.chat("auto", "Hello"));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(SHORT.connect(), SHORT.connect().plusSeconds(2));
      assertThat(reply.header("x-tollgate-model")).isEqualTo(SWIFT);
      assertThat(stage.attempts(reply.requestId()))
          .extracting(AttemptRow::state)
          .containsExactly("VOID", "SETTLE");
      askTheLureAlone(stage);
    }
  }

  /** What is done with a provider behind TLS. */
  private interface Play {
    void with(Stage stage, FaultyAddresses addresses, SimulatedProvider provider) throws Exception;
  }

  private void withProviderBehind(Certificate certificate, Play play) throws Exception {
    Vertx vertx = Vertx.vertx();
    SimulatedProvider provider = SimulatedProvider.start(vertx, LURE.profile()).await();
    try (FaultyAddresses addresses = new FaultyAddresses()) {
      URI url = addresses.tls(authority().issue(certificate), provider.port());
      try (Stage stage = start(url, authority().pem())) {
        play.with(stage, addresses, provider);
      }
    } finally {
      vertx.close().await();
    }
  }
}
