package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.BudgetWindow.Every;
import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Budgets through a running gateway. {@code flat/rate} asks for nothing but its output, so that
 * what an answer costs is known beforehand to the pico-dollar.
 */
final class SpendBudgetTest {

  private static final String FLAT = "flat/rate";

  /** Of an answer of ten tokens. */
  private static final long TEN_TOKENS_PICO = 10 * 1_000_000L;

  /** A level above another, whose budget is not the tighter one. */
  private static final Map<String, String> WIDER =
      Map.of("key", "team", "team", "organization", "organization", "everything");

  private static final Scope ORGANIZATION = Scope.parse("organization:acme");
  private static final Scope TEAM = Scope.parse("team:search");
  private static final List<Unit> UNITS =
      List.of(
          new Unit(ORGANIZATION, "ACME", null, Grants.EVERYTHING),
          new Unit(TEAM, "Search", ORGANIZATION, Grants.EVERYTHING));

  @TempDir private Path folder;
  private Rig rig;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    List<DemoProvider> providers = new ArrayList<>(Stage.providers());
    providers.add(
        Stage.provider(
            "flat",
            ModelClass.LOCAL,
            SimulatedModel.instant("rate").pricedAt(new TokenPrices(0, 0, 1_000_000)),
            600_000));
    rig = Rig.start(folder, providers, Stage.CHEAPEST, "");
    stage = Stage.on(rig);
  }

  @AfterEach
  void stop() {
    stage.close();
    rig.close();
  }

  private String key() {
    return rig.key().substring(3, 15);
  }

  private Scope scope(String level) {
    return switch (level) {
      case "organization" -> ORGANIZATION;
      case "team" -> TEAM;
      case "everything" -> Scope.EVERYTHING;
      default -> Scope.parse("key:" + key());
    };
  }

  private static Budget budget(String id, Scope scope, long pico) {
    return new Budget(
        id,
        scope,
        new Picodollars(pico),
        new BudgetWindow(Every.MONTH, ZoneOffset.UTC),
        Budget.ALERTS,
        true);
  }

  private void put(KeyTerms terms, Budget... budgets) throws Exception {
    KeyFile.write(
        folder.resolve("keys.yaml"),
        Directory.of(UNITS, List.of(VirtualKey.of(rig.key(), "app", terms)), List.of(budgets)));
    stage.gateway.reload();
    Await.until(
        "the budgets are in force",
        () -> {
          JsonNode now = budgets();
          boolean all = now.size() == budgets.length;
          for (JsonNode budget : now) {
            all &= budget.path("in_force").asBoolean();
          }
          return all;
        });
  }

  private void put(Budget... budgets) throws Exception {
    put(terms(Map.of()), budgets);
  }

  private static KeyTerms terms(Map<String, String> tags) {
    return new KeyTerms(TEAM, null, tags, Grants.EVERYTHING, null, false, null, null);
  }

  private JsonNode budgets() {
    try {
      return stage.admin("/admin/v1/budgets").json().path("budgets");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Picodollars spent(String id) {
    for (JsonNode budget : budgets()) {
      if (budget.path("id").stringValue("").equals(id)) {
        return Picodollars.ofDollars(budget.path("spent_usd").stringValue(""));
      }
    }
    throw new AssertionError("no budget " + id);
  }

  /** Whatever runs has ended: nothing is held. */
  private void awaitNothingHeld() {
    Await.until(
        "nothing is held",
        () -> {
          boolean none = true;
          for (JsonNode budget : budgets()) {
            none &= budget.path("held_usd").stringValue("").equals("0");
          }
          return none;
        });
  }

  private static String tenTokens(String model) {
    return Stage.chat(model, "Hello [[tokens:10]]", "\"max_tokens\":10");
  }

  private Reply send(String body, String header, String value) throws Exception {
    HttpRequest request =
        stage.request("/v1/chat/completions").header(header, value).POST(ofString(body)).build();
    return stage.send(request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "team", "organization"})
  void row_34_of_a_thousand_requests_at_once_exactly_as_many_are_sent_as_are_paid_for(String level)
      throws Exception {
    int paid = 173;
    long limit = paid * TEN_TOKENS_PICO + TEN_TOKENS_PICO - 1;
    put(
        budget("tight", scope(level), limit),
        budget("wide", scope(String.valueOf(WIDER.get(level))), 1_000 * TEN_TOKENS_PICO));
    int parallel = 1_000;
    CyclicBarrier barrier = new CyclicBarrier(parallel);
    List<Reply> replies = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> futures = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        futures.add(
            pool.submit(() -> {
              barrier.await();
              return stage.post(tenTokens(FLAT));
            }));
      }
      for (Future<Reply> future : futures) {
        replies.add(future.get());
      }
    }
    assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(paid);
    assertThat(replies).filteredOn(reply -> reply.status() == 429).hasSize(parallel - paid);
    assertThat(stage.bill("flat").records()).hasSize(paid);
    awaitNothingHeld();
    assertThat(spent("tight").pico()).isEqualTo(paid * TEN_TOKENS_PICO);
  }

  @Test
  void a_refusal_for_want_of_money_is_one_that_sdks_do_not_repeat() throws Exception {
    put(budget("none", TEAM, 0));
    Reply openAi = stage.post(tenTokens(FLAT));
    assertThat(openAi.status()).isEqualTo(429);
    assertThat(openAi.header("x-should-retry")).isEqualTo("false");
    assertThat(openAi.header("retry-after")).isEmpty();
    assertThat(openAi.error().path("type").stringValue("")).isEqualTo("insufficient_quota");
    assertThat(openAi.error().path("code").stringValue("")).isEqualTo("budget_exceeded");
    assertThat(openAi.error().path("message").stringValue(""))
        .contains("Budget none of team:search has no room for this request before 20");
    Reply anthropic =
        stage.send(
            stage
                .request("/v1/messages")
                .header("anthropic-version", "2023-06-01")
                .POST(
                    ofString(
                        "{\"model\":\"flat/rate\",\"max_tokens\":10,\"messages\":[{\"role\":"
                            + "\"user\",\"content\":\"Hello\"}]}"))
                .build());
    assertThat(anthropic.status()).isEqualTo(402);
    assertThat(anthropic.header("x-should-retry")).isEqualTo("false");
    assertThat(anthropic.json().at("/error/type").stringValue("")).isEqualTo("billing_error");
    assertThat(stage.seenUpstream()).isZero();
  }

  @Test
  void where_money_is_short_a_cheaper_candidate_answers_before_anything_is_refused()
      throws Exception {
    KeyTerms terms = terms(Map.of());
    put(terms, budget("b", TEAM, 1_000 * Picodollars.PER_DOLLAR));
    Reply rich = stage.post(Stage.chat("auto", "Hello [[tokens:10]][[fault@cheap:status=500]]"));
    assertThat(rich.header("x-tollgate-model")).isEqualTo(BRIGHT);
    long dear = Stage.amount(stage.attempts(rich.requestId()).getLast()).pico();
    // Not enough for the dear one, which is a fallback of the plan, but for the cheap one.
    put(terms, budget("b", TEAM, spent("b").pico() + dear));
    Reply poor = stage.post(Stage.chat("auto", "Hello [[tokens:10]]", "\"max_tokens\":50"));
    assertThat(poor.status()).isEqualTo(200);
    assertThat(poor.header("x-tollgate-model")).isEqualTo(SWIFT);
    Reply fallback =
        stage.post(
            Stage.chat(
                "auto", "Hello [[tokens:10]][[fault@cheap:status=500]]", "\"max_tokens\":50"));
    assertThat(fallback.status()).isEqualTo(502);
    assertThat(stage.attempts(fallback.requestId()))
        .extracting(AttemptRow::deployment)
        .containsOnly(SWIFT);
    assertThat(stage.post(Stage.chat(BRIGHT, "Hello", "\"max_tokens\":50")).status())
        .isEqualTo(429);
  }

  @Test
  void row_36_a_restart_remembers_what_was_spent() throws Exception {
    put(budget("b", TEAM, 5 * TEN_TOKENS_PICO));
    for (int i = 0; i < 3; i++) {
      assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(200);
    }
    stage.close();
    stage = Stage.on(rig);
    assertThat(spent("b").pico()).isEqualTo(3 * TEN_TOKENS_PICO);
    for (int i = 0; i < 2; i++) {
      assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(200);
    }
    assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(429);
  }

  @Test
  void row_37_keys_and_budgets_that_are_edited_under_load_lose_no_spend() throws Exception {
    put(budget("b", TEAM, 1_000 * TEN_TOKENS_PICO));
    int clients = 8;
    int each = 25;
    int edits = 0;
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        futures.add(
            pool.submit(() -> {
              int answered = 0;
              for (int n = 0; n < each; n++) {
                answered += stage.post(tenTokens(FLAT)).status() == 200 ? 1 : 0;
              }
              return answered;
            }));
      }
      while (!futures.stream().allMatch(Future::isDone)) {
        edits++;
        // Another name, another limit, now and then another budget beside it.
        KeyTerms terms = terms(edits % 2 == 0 ? Map.of() : Map.of("edit", "n" + edits));
        Budget changed = budget("b", TEAM, (1_000 + edits) * TEN_TOKENS_PICO);
        if (edits % 3 == 0) {
          put(terms, changed, budget("other", ORGANIZATION, 5_000 * TEN_TOKENS_PICO));
        } else {
          put(terms, changed);
        }
      }
      for (Future<Integer> future : futures) {
        assertThat(future.get()).isEqualTo(each);
      }
    }
    put(
        terms(Map.of()),
        budget("b", TEAM, 1_000 * TEN_TOKENS_PICO),
        budget("o", ORGANIZATION, 5_000 * TEN_TOKENS_PICO));
    awaitNothingHeld();
    assertThat(edits).isGreaterThan(2);
    assertThat(spent("b").pico()).isEqualTo(TEN_TOKENS_PICO * clients * each);
    assertThat(spent("o").pico()).isEqualTo(TEN_TOKENS_PICO * clients * each);
  }

  @Test
  void a_budget_that_is_made_later_counts_what_was_spent_before() throws Exception {
    put();
    for (int i = 0; i < 3; i++) {
      assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(200);
    }
    put(budget("b", ORGANIZATION, 4 * TEN_TOKENS_PICO));
    assertThat(spent("b").pico()).isEqualTo(3 * TEN_TOKENS_PICO);
    assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(200);
    assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(429);
  }

  @Test
  void tags_of_the_key_and_of_the_request_are_charged_and_have_budgets() throws Exception {
    put(
        terms(Map.of("feature", "chat")),
        budget("feature", Scope.tag("feature", "chat"), 3 * TEN_TOKENS_PICO),
        budget("customer", Scope.tag("customer", "42"), TEN_TOKENS_PICO));
    assertThat(send(tenTokens(FLAT), "x-tollgate-tags", "customer=42, run=7").status())
        .isEqualTo(200);
    assertThat(send(tenTokens(FLAT), "x-tollgate-tags", "customer=42").status()).isEqualTo(429);
    assertThat(send(tenTokens(FLAT), "x-tollgate-tags", "customer=43").status()).isEqualTo(200);
    assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(200);
    assertThat(stage.post(tenTokens(FLAT)).status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "feature",
        "feature=search",
        "a=1,a=1",
        "a=b c",
        "a=1,,b=2",
        "a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8,i=9"
      })
  void tags_that_are_none_are_refused(String tags) throws Exception {
    put(terms(Map.of("feature", "chat")));
    Reply reply = send(tenTokens(FLAT), "x-tollgate-tags", tags);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error().path("code").stringValue("")).isEqualTo("invalid_header");
    assertThat(stage.seenUpstream()).isZero();
  }

  @Test
  void a_request_says_what_it_may_cost_at_most() throws Exception {
    put();
    Reply dear = send(Stage.chat(BRIGHT, "Hello"), "x-tollgate-max-cost", "0.01");
    assertThat(dear.status()).isEqualTo(400);
    assertThat(dear.error().path("code").stringValue("")).isEqualTo("max_cost_exceeded");
    assertThat(dear.error().path("message").stringValue("")).contains("more than the maximum of");
    Reply cheap = send(tenTokens("auto"), "x-tollgate-max-cost", "0.001");
    assertThat(cheap.status()).isEqualTo(200);
    assertThat(cheap.header("x-tollgate-model")).isEqualTo(SWIFT);
    for (String wrong : List.of("-1", "1e3", "", "NaN", "0.0000000000001", "99999999")) {
      assertThat(send(tenTokens(FLAT), "x-tollgate-max-cost", wrong).status()).isEqualTo(400);
    }
  }

  @Test
  void whoever_has_a_budget_may_not_use_what_has_no_price() throws Exception {
    Path prices = folder.resolve("prices.yaml");
    String text = Files.readString(prices);
    int drip = text.indexOf("  slow/drip:");
    int next = text.indexOf("  flat/rate:");
    Files.writeString(prices, text.substring(0, drip) + (next > drip ? text.substring(next) : ""));
    stage.gateway.reload();
    put();
    assertThat(stage.post(Stage.chat("slow/drip", "[[tokens:1]]")).status()).isEqualTo(200);
    put(budget("b", TEAM, Picodollars.PER_DOLLAR));
    Reply reply = stage.post(Stage.chat("slow/drip", "[[tokens:1]]"));
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.error().path("message").stringValue("")).contains("no price");
  }

  @Test
  void what_a_client_left_or_a_provider_broke_is_charged_as_the_ledger_has_it() throws Exception {
    put(budget("b", ORGANIZATION, Picodollars.PER_DOLLAR));
    List<Reply> replies =
        List.of(
            stage.post(tenTokens(FLAT)),
            stage.post(Stage.stream(FLAT, "Hello [[tokens:10]]")),
            stage.post(Stage.stream(FLAT, "Hello [[tokens:10]][[fault:cut_after=4]]")),
            stage.post(Stage.chat(FLAT, "Hello [[tokens:10]][[fault:status=500]]")));
    awaitNothingHeld();
    long booked = 0;
    for (Reply reply : replies) {
      for (AttemptRow row : stage.attempts(reply.requestId())) {
        booked += Stage.amount(row).pico();
      }
    }
    assertThat(spent("b").pico()).isEqualTo(booked).isPositive();
  }
}
