package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.audit.AuditFile;
import io.tollgate.gateway.audit.AuditVerification;
import io.tollgate.gateway.ledger.LedgerVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the admin API does, on the running gateway that it is done to. */
final class AdminApiTest {

  private static final String KEYS = "/keys";
  private static final String NEW_KEY = "{\"name\":\"new\",\"owner\":\"project:ranking\"}";

  @TempDir private Path folder;
  private @Nullable AdminStage running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  private AdminStage start() throws Exception {
    return start(AdminStage.tokens(AdminStage.ROLES));
  }

  private AdminStage start(String settings) throws Exception {
    AdminStage admin = AdminStage.start(folder, settings);
    running = admin;
    return admin;
  }

  private static String id(Reply reply) {
    return reply.json().path("id").stringValue("");
  }

  private static String key(Reply reply) {
    return reply.json().path("key").stringValue("");
  }

  @Test
  void a_new_key_is_shown_once_and_opens_the_data_plane_at_once() throws Exception {
    AdminStage admin = start();
    Reply made = admin.as("lead", "POST", KEYS, NEW_KEY);
    assertThat(made.status()).isEqualTo(201);
    String key = key(made);
    assertThat(admin.ask(key)).isEqualTo(200);
    String secret = key.substring("tg_0123456789ab_".length());
    for (String path : List.of(KEYS, KEYS + "/" + id(made), "/audit", "/exchanges")) {
      assertThat(admin.as("admin", "GET", path, "").body())
          .contains(path.equals("/exchanges") ? "exchanges" : id(made))
          .doesNotContain(secret);
    }
    assertThat(Files.readString(admin.auditFile())).doesNotContain(secret);
    assertThat(admin.keys()).contains(id(made)).doesNotContain(secret);
  }

  @Test
  void finance_closes_a_month_while_the_gateway_runs_and_the_record_says_with_what()
      throws Exception {
    AdminStage admin = start();
    String month = "{\"month\":\"2020-01\"}";
    Reply closed = admin.as("finance", "POST", "/ledger/close", month);
    assertThat(closed.status()).as(closed.body()).isEqualTo(200);
    assertThat(closed.json().path("month").stringValue("")).isEqualTo("2020-01");
    assertThat(closed.json().path("spent_usd").stringValue("")).isEqualTo("0.000000000000");
    assertThat(closed.json().path("root_hash").stringValue("")).hasSize(64);
    JsonNode record = admin.lastRecord();
    assertThat(record.path("action").stringValue("")).isEqualTo("books.write");
    assertThat(record.at("/changed/root_hash/new")).isEqualTo(closed.json().path("root_hash"));
    Reply again = admin.as("admin", "POST", "/ledger/close", month);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).contains("closed up to 2020-02-01T00:00:00Z");
    assertThat(admin.lastRecord().path("status").intValue(0)).isEqualTo(409);
    assertThat(LedgerVerifier.verify(admin.stage.ledger(), (done, total) -> {}).isSound()).isTrue();
  }

  @Test
  void a_revoked_key_is_refused_at_the_next_request() throws Exception {
    AdminStage admin = start();
    for (int i = 0; i < 20; i++) {
      Reply made = admin.as("lead", "POST", KEYS, NEW_KEY);
      assertThat(admin.ask(key(made))).isEqualTo(200);
      Reply revoked = admin.as("lead", "POST", KEYS + "/" + id(made) + "/revoke", "");
      assertThat(revoked.status()).isEqualTo(200);
      assertThat(revoked.json().path("revoked_at").stringValue("")).isNotEmpty();
      assertThat(admin.ask(key(made))).isEqualTo(401);
    }
  }

  @Test
  void a_rotated_key_has_two_secrets_for_as_long_as_is_said() throws Exception {
    AdminStage admin = start();
    String rotate = KEYS + "/aaaaaaaaaaaa/rotate";
    Reply first = admin.as("member", "POST", rotate, "{\"overlap_seconds\":3600}");
    assertThat(first.status()).isEqualTo(200);
    assertThat(admin.ask(key(first))).isEqualTo(200);
    assertThat(admin.ask(AdminStage.RANKING_KEY)).isEqualTo(200);
    Reply second = admin.as("member", "POST", rotate, "{\"overlap_seconds\":0}");
    assertThat(admin.ask(key(second))).isEqualTo(200);
    assertThat(admin.ask(key(first))).isEqualTo(401);
    assertThat(admin.ask(AdminStage.RANKING_KEY)).isEqualTo(401);
  }

  @Test
  void nobody_sees_more_than_his_scope_in_lists() throws Exception {
    AdminStage admin = start();
    assertThat(admin.as("lead", "GET", "/units", "").body())
        .contains("team:search", "project:ranking", "user:ada")
        .doesNotContain("team:ads", "banner", "\"organization:acme\",\"name\"");
    for (String who : List.of("lead", "member")) {
      assertThat(admin.as(who, "GET", KEYS, "").body())
          .contains("aaaaaaaaaaaa")
          .doesNotContain("bbbbbbbbbbbb");
      assertThat(admin.as(who, "GET", "/budgets", "").body())
          .contains("ada-day")
          .doesNotContain("ads-month", "banner-month");
    }
    assertThat(admin.as("member", "GET", "/budgets", "").body()).doesNotContain("ranking-month");
    assertThat(admin.as("lead", "GET", "/limits", "").body())
        .contains("ada-rate")
        .doesNotContain("ads-rate");
  }

  @Test
  void lists_come_in_parts_of_the_callers_own_with_a_link_to_the_next() throws Exception {
    AdminStage admin = start();
    assertThat(pages(admin, "admin", "units", "unit"))
        .containsExactly(
            "organization:acme",
            "project:banner",
            "project:ranking",
            "team:ads",
            "team:search",
            "user:ada",
            "user:bob");
    assertThat(pages(admin, "lead", "units", "unit"))
        .containsExactly("project:ranking", "team:search", "user:ada");
    assertThat(pages(admin, "admin", "keys", "id")).containsExactly("aaaaaaaaaaaa", "bbbbbbbbbbbb");
    assertThat(pages(admin, "lead", "budgets", "id"))
        .containsExactly("ada-day", "ranking-month", "search-month");
    assertThat(pages(admin, "ops", "limits", "id"))
        .containsExactly("ada-rate", "ads-rate", "dear-rate", "ranking-rate", "search-rate");
    for (String list : List.of("/units", KEYS, "/budgets", "/limits")) {
      Reply whole = admin.as("admin", "GET", list, "");
      assertThat(whole.json().has("next")).isFalse();
      assertThat(whole.header("link")).isEmpty();
      Reply wrong = admin.as("admin", "GET", list + "?limit=1001", "");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.json().path("field").stringValue("")).isEqualTo("limit");
      assertThat(admin.as("member", "GET", list + "?limit=0", "").status())
          .isEqualTo(list.equals("/units") ? 403 : 400);
    }
  }

  /** The ids in a list, gathered one by one along its links. */
  private static List<String> pages(AdminStage admin, String who, String list, String id)
      throws Exception {
    List<String> ids = new ArrayList<>();
    String path = "/" + list + "?limit=1";
    while (!path.isEmpty()) {
      Reply reply = admin.as(who, "GET", path, "");
      assertThat(reply.json().path(list).size()).isEqualTo(1);
      ids.add(reply.json().path(list).path(0).path(id).stringValue(""));
      String next = reply.json().path("next").stringValue("");
      path = next.isEmpty() ? "" : "/" + list + "?limit=1&after=" + next;
      assertThat(reply.header("link"))
          .isEqualTo(next.isEmpty() ? "" : "</admin/v1" + path + ">; rel=\"next\"");
    }
    return ids;
  }

  @Test
  void a_child_above_what_it_is_a_part_of_is_refused_whoever_asks() throws Exception {
    AdminStage admin = start();
    String before = admin.keys();
    Reply budget =
        admin.as(
            "admin",
            "PUT",
            "/budgets/ranking-month",
            "{\"scope\":\"project:ranking\",\"limit_usd\":\"100.01\"}");
    assertThat(budget.status()).isEqualTo(409);
    assertThat(budget.json().path("detail").stringValue("")).contains("budget search-month");
    Reply unit =
        admin.as(
            "admin",
            "PUT",
            "/units/project:ranking",
            "{\"parent\":\"team:search\",\"models\":[\"*\"]}");
    assertThat(unit.status()).isEqualTo(409);
    assertThat(unit.json().path("detail").stringValue("")).contains("team:search");
    assertThat(admin.keys()).isEqualTo(before);
  }

  @Test
  void a_budget_that_is_put_is_in_force_and_what_changed_is_in_the_audit_log() throws Exception {
    AdminStage admin = start();
    String body = "{\"scope\":\"project:ranking\",\"limit_usd\":\"0\"}";
    assertThat(admin.ask(AdminStage.RANKING_KEY)).isEqualTo(200);
    assertThat(admin.as("finance", "PUT", "/budgets/ranking-month", body).status()).isEqualTo(200);
    JsonNode record = admin.lastRecord();
    assertThat(record.path("who").stringValue("")).isEqualTo("finance");
    assertThat(record.path("from").stringValue("")).isEqualTo("127.0.0.1");
    assertThat(record.path("action").stringValue("")).isEqualTo("budgets.write");
    assertThat(record.at("/changed/limit_usd/old").stringValue("")).isEqualTo("50");
    assertThat(record.at("/changed/limit_usd/new").stringValue("")).isEqualTo("0");
    assertThat(record.path("changed").size()).isEqualTo(1);
    Await.until(
        "the budget refuses",
        () -> {
          try {
            return admin.ask(AdminStage.RANKING_KEY);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        status -> status == 429);
  }

  @Test
  void a_limit_that_is_put_is_in_force_when_the_answer_comes_and_what_changed_is_in_the_audit_log()
      throws Exception {
    AdminStage admin = start();
    String path = "/limits/ranking-rate";
    assertThat(admin.ask(AdminStage.RANKING_KEY)).isEqualTo(200);
    String one = "{\"scope\":\"project:ranking\",\"tokens_per_minute\":1,\"wait_ms\":0}";
    Reply put = admin.as("lead", "PUT", path, one);
    assertThat(put.json().toString())
        .isEqualTo(
            "{\"id\":\"ranking-rate\",\"scope\":\"project:ranking\",\"requests_per_minute\":null,"
                + "\"tokens_per_minute\":1,\"concurrent\":null,\"wait_ms\":0}");
    JsonNode record = admin.lastRecord();
    assertThat(record.path("who").stringValue("")).isEqualTo("lead");
    assertThat(record.path("action").stringValue("")).isEqualTo("limits.write");
    assertThat(record.at("/changed/requests_per_minute/old").intValue(0)).isEqualTo(500);
    assertThat(record.at("/changed/requests_per_minute/new").isNull()).isTrue();
    assertThat(record.at("/changed/tokens_per_minute/new").intValue(0)).isEqualTo(1);
    assertThat(record.path("changed").size()).isEqualTo(2);
    // The first one makes debt, and the second is refused for that.
    assertThat(admin.ask(AdminStage.RANKING_KEY)).isEqualTo(200);
    assertThat(admin.ask(AdminStage.RANKING_KEY)).isEqualTo(429);
    assertThat(admin.as("lead", "DELETE", path, "").status()).isEqualTo(200);
    assertThat(admin.ask(AdminStage.RANKING_KEY)).isEqualTo(200);
    assertThat(admin.as("lead", "GET", path, "").status()).isEqualTo(404);
    assertThat(admin.lastRecord().path("action").stringValue("")).isEqualTo("limits.delete");
  }

  @Test
  void a_limit_is_not_put_above_that_of_the_whole_or_on_what_somebody_else_has_changed()
      throws Exception {
    AdminStage admin = start();
    String path = "/limits/ranking-rate";
    Reply above =
        admin.as(
            "admin", "PUT", path, "{\"scope\":\"project:ranking\",\"requests_per_minute\":1001}");
    assertThat(above.status()).isEqualTo(409);
    assertThat(above.json().path("detail").stringValue("")).contains("limit search-rate above it");
    String body = "{\"scope\":\"project:ranking\",\"requests_per_minute\":400}";
    String seen = admin.as("admin", "GET", path, "").header("etag");
    String[] headers = {"content-type", "application/json", "if-match", seen};
    String token = AdminStage.token("admin");
    assertThat(admin.call(token, "PUT", path, body, headers).status()).isEqualTo(200);
    assertThat(admin.call(token, "PUT", path, body, headers).status()).isEqualTo(412);
  }

  @Test
  void what_cannot_be_audited_is_not_done() throws Exception {
    AdminStage admin = start();
    // A folder where the file should be: nobody can write to it.
    Files.createDirectories(admin.auditFile());
    String before = admin.keys();
    assertThat(admin.as("admin", "POST", KEYS, NEW_KEY).status()).isEqualTo(503);
    assertThat(admin.as("admin", "DELETE", "/budgets/ada-day", "").status()).isEqualTo(503);
    assertThat(admin.as("ops", "DELETE", "/budgets/ada-day", "").status()).isEqualTo(403);
    assertThat(admin.keys()).isEqualTo(before);
    Files.delete(admin.auditFile());
    assertThat(admin.as("admin", "POST", KEYS, NEW_KEY).status()).isEqualTo(201);
    assertThat(AuditFile.verify(admin.auditFile()).isSound()).isTrue();
  }

  @Test
  void an_update_of_what_somebody_else_has_changed_is_refused_if_it_asks_for_that()
      throws Exception {
    AdminStage admin = start();
    String token = AdminStage.token("admin");
    String seen = admin.as("admin", "GET", "/budgets/ada-day", "").header("etag");
    String body = "{\"scope\":\"user:ada\",\"limit_usd\":\"4\"}";
    String[] headers = {"content-type", "application/json", "if-match", seen};
    Reply first = admin.call(token, "PUT", "/budgets/ada-day", body, headers);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("etag")).isNotEqualTo(seen);
    assertThat(admin.call(token, "PUT", "/budgets/ada-day", body, headers).status()).isEqualTo(412);
    headers[3] = first.header("etag");
    assertThat(admin.call(token, "PUT", "/budgets/ada-day", body, headers).status()).isEqualTo(200);
  }

  @Test
  void without_tokens_it_shows_what_it_always_did_and_changes_nothing() throws Exception {
    AdminStage admin = start("");
    String before = admin.keys();
    for (String path : List.of("/exchanges", "/deployments", "/accounts", "/spend", "/budgets")) {
      assertThat(admin.call("", "GET", path, "").status()).isEqualTo(200);
    }
    for (String path : List.of("/units", KEYS, "/budgets/ada-day", "/audit")) {
      assertThat(admin.call("", "GET", path, "").status()).isEqualTo(401);
    }
    assertThat(admin.call("", "POST", KEYS, NEW_KEY).status()).isEqualTo(401);
    assertThat(admin.call("tga_admin", "POST", KEYS, NEW_KEY).status()).isEqualTo(401);
    assertThat(admin.keys()).isEqualTo(before);
  }

  @Test
  void with_tokens_the_health_the_metrics_and_the_empty_page_stay_open() throws Exception {
    AdminStage admin = start();
    for (String path : List.of("/health/live", "/health/ready", "/metrics", "/")) {
      assertThat(admin.stage.admin(path).status()).isEqualTo(200);
    }
    assertThat(admin.call("", "GET", "/spend", "").header("www-authenticate")).isEqualTo("Bearer");
  }

  @Test
  void a_token_that_is_taken_out_of_the_configuration_is_refused() throws Exception {
    AdminStage admin = start();
    Path config = admin.stage.rig.files().config();
    assertThat(admin.as("ops", "GET", KEYS, "").status()).isEqualTo(200);
    List<String> others =
        Files.readAllLines(config).stream().filter(line -> !line.contains("name: ops")).toList();
    Files.write(config, others);
    assertThat(admin.stage.gateway.reload()).isEmpty();
    assertThat(admin.as("ops", "GET", KEYS, "").status()).isEqualTo(401);
    assertThat(admin.as("admin", "GET", KEYS, "").status()).isEqualTo(200);
  }

  @Test
  void a_secret_that_is_sent_to_the_wrong_place_is_not_recorded() throws Exception {
    AdminStage admin = start();
    String secret = AdminStage.RANKING_KEY;
    for (String body :
        List.of(
            secret,
            "{\"owner\":\"" + secret + "\",\"name\":\"x\"}",
            "{\"" + secret + "\":1}",
            "{\"name\":\"x\",\"expires_at\":\"" + secret + "\"}")) {
      assertThat(admin.as("admin", "POST", KEYS, body).status()).isEqualTo(400);
    }
    assertThat(admin.as("admin", "POST", KEYS + "/" + secret + "/revoke", "").status())
        .isEqualTo(404);
    assertThat(admin.call(secret, "GET", KEYS + "/" + secret, "").status()).isEqualTo(401);
    assertThat(AuditFile.verify(admin.auditFile()).lines()).isEqualTo(6);
    assertThat(Files.readString(admin.auditFile()))
        .contains("/admin/v1/keys/tg_***/revoke", "owner is not as it has to be")
        .doesNotContain(secret)
        .doesNotContain(secret.substring("tg_aaaaaaaaaaaa_".length()));
  }

  @Test
  void of_many_changes_at_once_none_is_lost_and_each_is_recorded() throws Exception {
    AdminStage admin = start();
    int parallel = 40;
    List<Future<Reply>> replies = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < parallel; i++) {
        replies.add(pool.submit(() -> admin.as("lead", "POST", KEYS, NEW_KEY)));
      }
    }
    String keys = admin.keys();
    for (Future<Reply> reply : replies) {
      assertThat(reply.get().status()).isEqualTo(201);
      assertThat(keys).contains(id(reply.get()));
    }
    AuditVerification log = AuditFile.verify(admin.auditFile());
    assertThat(log.problem()).isEmpty();
    assertThat(log.lines()).isEqualTo(parallel);
  }

  @Test
  void a_body_of_another_type_is_refused() throws Exception {
    AdminStage admin = start();
    Reply form =
        admin.call(AdminStage.token("admin"), "POST", KEYS, NEW_KEY, "content-type", "text/plain");
    assertThat(form.status()).isEqualTo(415);
  }
}
