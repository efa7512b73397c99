package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.audit.LedgerPicture;
import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A gateway that is killed again and again does not forget what its budgets have spent. */
final class SpendBudgetKillTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final int LIVES = 4;
  private static final int AT_ONCE = 60;
  private static final int ANSWERED_BEFORE_THE_KILL = 20;

  /** Ten tokens at a millionth of a dollar each, and nothing for what is asked. */
  private static final long COST_PICO = 10_000_000;

  private static final int PAID = 150;

  @TempDir private Path folder;

  private static HttpRequest request(Rig rig) {
    return Stage.request(rig, "/v1/chat/completions")
        .POST(ofString(Stage.chat("flat/rate", "Hello [[tokens:10]]", "\"max_tokens\":10")))
        .build();
  }

  private GatewayProcess start(Rig rig) throws IOException, InterruptedException {
    GatewayProcess process =
        GatewayProcess.start(
            rig.files().config(),
            rig.adminPort(),
            folder.resolve("gateway.log"),
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    process.awaitReady();
    return process;
  }

  /** Sends many at once and kills the gateway in the middle of it; how many were answered. */
  private int killUnderLoad(Rig rig) throws Exception {
    AtomicInteger answered = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(ANSWERED_BEFORE_THE_KILL);
    try (GatewayProcess gateway = start(rig);
        ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        pool.execute(() -> {
          try {
            if (CLIENT.send(request(rig), BodyHandlers.ofString()).statusCode() == 200) {
              answered.incrementAndGet();
            }
          } catch (IOException | InterruptedException e) {
            // Its connection went with the gateway.
          }
          enough.countDown();
        });
      }
      assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
      gateway.kill();
    }
    return answered.get();
  }

  private static JsonNode budget(Rig rig) throws IOException, InterruptedException {
    HttpResponse<String> standing =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + rig.adminPort() + "/admin/v1/budgets"))
                .build(),
            BodyHandlers.ofString());
    return Reply.JSON.readTree(standing.body()).path("budgets").path(0);
  }

  private static long pico(JsonNode budget, String field) {
    return Picodollars.ofDollars(budget.path(field).stringValue("")).pico();
  }

  @Test
  void row_36_a_killed_gateway_spends_its_budget_to_the_end_and_no_further() throws Exception {
    DemoProvider flat =
        Stage.provider(
            "flat",
            ModelClass.LOCAL,
            SimulatedModel.instant("rate")
                .paced(Duration.ofMillis(5), 100)
                .pricedAt(new TokenPrices(0, 0, 1_000_000)),
            600_000);
    try (Rig rig = Rig.start(folder, List.of(flat), "policies: [{name: default}]\n", "")) {
      Scope key = Scope.parse("key:" + rig.key().substring(3, 15));
      KeyFile.write(
          folder.resolve("keys.yaml"),
          Directory.of(
              List.of(),
              List.of(VirtualKey.of(rig.key(), "app")),
              List.of(
                  new Budget(
                      "b",
                      key,
                      new Picodollars(PAID * COST_PICO),
                      BudgetWindow.TOTAL,
                      Budget.ALERTS,
                      true))));
      int answered = 0;
      for (int life = 0; life < LIVES; life++) {
        answered += killUnderLoad(rig);
      }
      assertThat(answered).isLessThan(PAID);
      try (GatewayProcess gateway = start(rig)) {
        int status = 200;
        while (status == 200) {
          status = CLIENT.send(request(rig), BodyHandlers.ofString()).statusCode();
          answered += status == 200 ? 1 : 0;
        }
        assertThat(status).isEqualTo(429);
        JsonNode budget = budget(rig);
        assertThat(pico(budget, "held_usd")).isZero();
        assertThat(pico(budget, "spent_usd"))
            .isBetween((PAID - 1) * COST_PICO + 1, PAID * COST_PICO);
        assertThat(gateway.terminate()).isZero();
        check(rig, pico(budget, "spent_usd"));
      }
      assertThat(answered)
          .as("requests that were killed under way are charged, too")
          .isLessThan(PAID);
    }
  }

  /** The budget, the ledger and the provider know of the same money. */
  private void check(Rig rig, long spentPico) throws Exception {
    Path ledger = folder.resolve("ledger");
    assertThat(LedgerVerifier.verify(ledger, (_, _) -> {}).isSound()).isTrue();
    long booked = 0;
    for (AttemptRow row : LedgerPicture.of(ledger).attempts()) {
      booked += Stage.amount(row).pico();
    }
    assertThat(booked).isEqualTo(spentPico);
    assertThat(rig.provider("flat").billLog().records())
        .as("requests that the provider may bill")
        .hasSizeBetween(1, PAID);
  }
}
