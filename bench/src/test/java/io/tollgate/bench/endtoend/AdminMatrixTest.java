package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.audit.AuditFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every call of the admin API, with every field of it right, wrong, missing, unknown or somebody
 * else's, by every role and by nobody. What is to come of it is written down here, by hand.
 */
final class AdminMatrixTest {

  /** Who calls, in the order of the columns below; then somebody without and with a wrong token. */
  private static final List<String> CALLERS =
      List.of("admin", "ops", "finance", "auditor", "lead", "member", "", "stranger");

  /** Paths of what there is, with the answers to each role. */
  private static final String READS =
      """
      /exchanges              200 200 403 200 403 403
      /deployments            200 200 403 200 403 403
      /accounts               200 200 403 200 403 403
      /quality                200 200 403 200 403 403
      /spend                  200 200 200 200 403 403
      /units                  200 200 200 200 200 403
      /units/team:search      200 200 200 200 200 403
      /units/project:ranking  200 200 200 200 200 403
      /units/user:ada         200 200 200 200 200 403
      /units/organization:acme 200 200 200 200 403 403
      /units/team:ads         200 200 200 200 403 403
      /units/project:banner   200 200 200 200 403 403
      /units/team:none        404 404 404 404 404 403
      /units/nonsense         400 400 400 400 400 403
      /keys                   200 200 200 200 200 200
      /keys/aaaaaaaaaaaa      200 200 200 200 200 200
      /keys/bbbbbbbbbbbb      200 200 200 200 403 403
      /keys/cccccccccccc      404 404 404 404 404 404
      /budgets                200 200 200 200 200 200
      /limits                 200 200 403 200 200 200
      /budgets/search-month   200 200 200 200 200 403
      /budgets/ranking-month  200 200 200 200 200 403
      /budgets/ada-day        200 200 200 200 200 200
      /budgets/ads-month      200 200 200 200 403 403
      /budgets/none           404 404 404 404 404 404
      /limits/search-rate     200 200 403 200 200 403
      /limits/ranking-rate    200 200 403 200 200 403
      /limits/ada-rate        200 200 403 200 200 200
      /limits/ads-rate        200 200 403 200 403 403
      /limits/dear-rate       200 200 403 200 403 403
      /limits/none            404 404 403 404 404 404
      /audit                  200 403 403 200 403 403
      /ledger/close           405 405 405 405 405 405
      /nothing                404 404 404 404 404 404
      /keys/aaaaaaaaaaaa/     404 404 404 404 404 404
      /keys/aaaaaaaaaaaa/steal 404 404 404 404 404 404
      //keys                  404 404 404 404 404 404
      /units/team%3Asearch    404 404 404 404 404 404
      """;

  private static final String DELETES =
      """
      /units/project:banner   409 403 403 403 403 403
      /units/project:ranking  409 403 403 403 409 403
      /units/team:search      409 403 403 403 403 403
      /units/team:none        404 403 403 403 404 403
      /budgets/search-month   200 403 200 403 403 403
      /budgets/ranking-month  200 403 200 403 200 403
      /budgets/banner-month   200 403 200 403 403 403
      /budgets/ada-day        200 403 200 403 200 403
      /budgets/none           404 403 404 403 404 403
      /limits/search-rate     200 403 403 403 403 403
      /limits/ranking-rate    200 403 403 403 200 403
      /limits/ada-rate        200 403 403 403 200 403
      /limits/ads-rate        200 403 403 403 403 403
      /limits/dear-rate       200 403 403 403 403 403
      /limits/none            404 403 403 403 404 403
      /units                  405 405 405 405 405 405
      /keys                   405 405 405 405 405 405
      /keys/aaaaaaaaaaaa      405 405 405 405 405 405
      /budgets                405 405 405 405 405 405
      /audit                  405 405 405 405 405 405
      /spend                  405 405 405 405 405 405
      /limits                 405 405 405 405 405 405
      /keys/aaaaaaaaaaaa/rotate 405 405 405 405 405 405
      """;

  /** Posts without a body, or with one that is in order. */
  private static final String POSTS =
      """
      /keys/aaaaaaaaaaaa/rotate {} 200 403 403 403 200 200
      /keys/bbbbbbbbbbbb/rotate {} 200 403 403 403 403 403
      /keys/cccccccccccc/rotate {} 404 403 403 403 404 404
      /keys/aaaaaaaaaaaa/revoke {} 200 403 403 403 200 200
      /keys/bbbbbbbbbbbb/revoke {} 200 403 403 403 403 403
      /keys/cccccccccccc/revoke {} 404 403 403 403 404 404
      /units {} 405 405 405 405 405 405
      /units/team:search {} 405 405 405 405 405 405
      /budgets {} 405 405 405 405 405 405
      /budgets/ada-day {} 405 405 405 405 405 405
      /limits {} 405 405 405 405 405 405
      /limits/ada-rate {} 405 405 405 405 405 405
      /audit {} 405 405 405 405 405 405
      /exchanges {} 405 405 405 405 405 405
      /ledger/close {"month":"2099-01"} 409 403 409 403 403 403
      /ledger/close {} 400 403 400 403 403 403
      /ledger/open {} 404 404 404 404 404 404
      /ledger {} 404 404 404 404 404 404
      """;

  /** What is put at another place than one's own. */
  private static final String PUTS =
      """
      /units/team:search {"parent":"organization:acme"} 200 403 403 403 403 403
      /units/team:ads {"parent":"organization:acme"} 200 403 403 403 403 403
      /units/project:banner {"parent":"team:search"} 200 403 403 403 403 403
      /units/organization:acme {} 200 403 403 403 403 403
      /units/organization:new {} 201 403 403 403 403 403
      /units/team:new {"parent":"organization:acme"} 201 403 403 403 403 403
      /units/project:new {"parent":"team:search"} 201 403 403 403 201 403
      /units/user:new {"parent":"team:search"} 201 403 403 403 201 403
      /units/user:new {} 201 403 403 403 403 403
      /units/key:new {} 400 403 403 403 400 403
      /keys/bbbbbbbbbbbb {"name":"n","owner":"project:ranking"} 200 403 403 403 403 403
      /keys/cccccccccccc {"name":"n","owner":"project:ranking"} 404 403 403 403 404 403
      /budgets/banner-month {"scope":"project:ranking","limit_usd":"1"} 200 403 200 403 403 403
      /budgets/search-month {"scope":"team:search","limit_usd":"500"} 200 403 200 403 403 403
      /budgets/new {"scope":"project:ranking","limit_usd":"1"} 201 403 201 403 201 403
      /budgets/UPPER {"scope":"project:ranking","limit_usd":"1"} 404 404 404 404 404 404
      /limits/search-rate {"scope":"team:search","requests_per_minute":2000} 200 403 403 403 403 403
      /limits/ada-rate {"scope":"user:ada","concurrent":1} 200 403 403 403 200 403
      /limits/ads-rate {"scope":"project:ranking","concurrent":1} 200 403 403 403 403 403
      /limits/dear-rate {"scope":"project:ranking","concurrent":1} 200 403 403 403 403 403
      /limits/new {"scope":"project:ranking","concurrent":1} 201 403 403 403 201 403
      /limits/new {"scope":"model:cheap/*","concurrent":1} 201 403 403 403 403 403
      /limits/new {"scope":"model:cheap/*","concurrent":1,"wait_ms":5} 409 403 403 403 403 403
      /limits/a:b {"scope":"project:ranking","concurrent":1} 400 403 403 403 400 403
      /limits/UPPER {"scope":"project:ranking","concurrent":1} 404 404 404 404 404 404
      /limits {} 405 405 405 405 405 405
      /keys {} 405 405 405 405 405 405
      /audit {} 405 405 405 405 405 405
      """;

  /** Lists of what may be used, the same for units and keys. */
  private static final String GRANTS =
      """
      models ["cheap/swift"] ok
      models ["dear/bright"] 409
      models ["*"] 409
      models ["a*b"] 400
      models "cheap/swift" 400
      models [7] 400
      models {} 400
      policies ["default"] ok
      policies ["never-slow"] 409
      policies [""] 400
      policies 7 400
      routes ["/v1/embeddings"] ok
      routes ["/*"] 409
      routes [null] 400
      routes "/*" 400
      networks ["127.0.0.1"] ok
      networks ["0.0.0.0/0"] 409
      networks ["300.0.0.1"] 400
      networks ["127.0.0.0/99"] 400
      networks 7 400
      """;

  private static final String UNIT =
      """
      name "Ranking" ok
      name - ok
      name "" 400
      name 7 400
      name ["x"] 400
      name "\\u0000" 400
      parent "team:search" ok
      parent - 409/403
      parent "team:ads" ok/403
      parent "organization:acme" ok/403
      parent "team:none" 409/403
      parent "user:ada" 400
      parent "everything" 400
      parent 7 400
      unit "team:ads" 400
      id "x" 400
      role "admin" 400
      scope "everything" 400
      keys [] 400
      """;

  private static final String KEY =
      """
      name "Ranker" ok
      name - 400
      name "" 400
      name 7 400
      owner "team:search" ok
      owner "project:ranking" ok
      owner - ok/403
      owner "project:banner" ok/403
      owner "organization:acme" ok/403
      owner "team:none" 409/403
      owner "everything" 400
      owner "user:ada" 400
      owner 7 400
      user "ada" ok
      user - ok
      user "bob" ok/403
      user "nobody" 409/403
      user "A B" 400
      user 7 400
      tags {"feature":"x"} ok
      tags - ok
      tags {"A B":"x"} 400
      tags {"feature":7} 400
      tags ["feature"] 400
      max_cost_usd "0.25" ok
      max_cost_usd 0.25 400
      max_cost_usd "-1" 400
      max_cost_usd "1e3" 400
      max_cost_usd "9000001" 400
      open_mode false ok
      open_mode true ok/403
      open_mode "yes" 400
      expires_at "2099-01-01T00:00:00Z" ok
      expires_at "2001-01-01T00:00:00Z" 400
      expires_at "tomorrow" 400
      expires_at 7 400
      id "cccccccccccc" 400
      key "tg_x" 400
      sha256 "00" 400
      revoked_at null 400
      previous_sha256 "00" 400
      previous_until "2099-01-01T00:00:00Z" 400
      role "admin" 400
      allowed_routes ["/*"] 400
      """;

  private static final String BUDGET =
      """
      scope "project:ranking" ok
      scope "key:aaaaaaaaaaaa" ok
      scope "user:ada" ok
      scope - 400
      scope "team:search" ok/403
      scope "team:ads" 409/403
      scope "key:bbbbbbbbbbbb" ok/403
      scope "organization:acme" 409/403
      scope "everything" 409/403
      scope "tag:a=b" ok/403
      scope "model:cheap/swift" 409/403
      scope "team:none" 409/403
      scope "nonsense" 400
      scope 7 400
      limit_usd "0" ok
      limit_usd "99.999999999999" ok
      limit_usd "101" 409
      limit_usd - 400
      limit_usd 40 400
      limit_usd "-1" 400
      limit_usd "1e2" 400
      limit_usd "0.0000000000001" 400
      limit_usd "9000001" 400
      every "day" ok
      every - ok
      every "fortnight" 400
      every 7 400
      zone "Europe/Berlin" ok
      zone "Mars/Olympus" 400
      zone 7 400
      alerts_percent [10,90] ok
      alerts_percent [90,10] 400
      alerts_percent [0] 400
      alerts_percent ["x"] 400
      alerts_percent 50 400
      stops false ok
      stops "no" 400
      id "other" 400
      spent_usd "0" 400
      held_usd "0" 400
      """;

  private static final String LIMIT =
      """
      scope "project:ranking" ok
      scope "key:aaaaaaaaaaaa" ok
      scope "user:ada" ok
      scope - 400
      scope "team:search" 409/403
      scope "team:ads" ok/403
      scope "key:bbbbbbbbbbbb" ok/403
      scope "organization:acme" 409/403
      scope "everything" 409/403
      scope "tag:a=b" ok/403
      scope "model:cheap/swift" ok/403
      scope "model:*" ok/403
      scope "team:none" 409/403
      scope "nonsense" 400
      scope 7 400
      requests_per_minute 1000 ok
      requests_per_minute 1001 409
      requests_per_minute - 400
      requests_per_minute 0 400
      requests_per_minute -1 400
      requests_per_minute 1.5 400
      requests_per_minute "40" 400
      requests_per_minute 1000000001 400
      requests_per_minute 9223372036854775808 400
      tokens_per_minute 1 ok
      tokens_per_minute 1000000000000 ok
      tokens_per_minute null ok
      tokens_per_minute 1000000000001 400
      tokens_per_minute 0 400
      tokens_per_minute "x" 400
      concurrent 5 ok
      concurrent 0 400
      concurrent true 400
      wait_ms 0 ok
      wait_ms 60000 ok
      wait_ms 60001 400
      wait_ms -1 400
      wait_ms "2s" 400
      wait "2s" 400
      id "other" 400
      remaining 7 400
      limit_usd "1" 400
      """;

  private static final String ROTATE =
      """
      overlap_seconds 0 ok
      overlap_seconds 60 ok
      overlap_seconds - ok
      overlap_seconds -1 400
      overlap_seconds 2592001 400
      overlap_seconds 99999999999 400
      overlap_seconds "60" 400
      overlap_seconds 1.5 400
      key "tg_x" 400
      sha256 "00" 400
      """;

  private static final String CLOSE =
      """
      month "2099-01" ok
      month - 400
      month "2099" 400
      month "2099-13" 400
      month 7 400
      root_hash "00" 400
      """;

  private static final String REVOKE = "revoked_at \"2001-01-01T00:00:00Z\" 400\nkey null 400\n";

  /** Whole bodies that are refused whatever is in them. */
  private static final List<String> BAD_BODIES =
      List.of(
          "x",
          "[]",
          "7",
          "{\"name\":\"a\",\"name\":\"b\"}",
          "{} {}",
          "{\"name\":",
          "{\"tags\":{\"a\":[[[[1]]]]}}");

  @TempDir private Path folder;
  private SignInStage stage;
  private AdminStage admin;
  private String before;
  private final Map<String, SignInStage.Browser> browsers = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int calls;
  private int denials;

  @BeforeEach
  void start() throws Exception {
    StringBuilder roles = new StringBuilder();
    for (String name : AdminStage.ROLES) {
      roles.append("      - { claim: groups, value: ").append(name);
      roles.append(", role: ").append(AdminStage.role(name)).append(" }\n");
    }
    stage =
        SignInStage.start(
            folder, SignInStage.ORIGIN, AdminStage.tokens(AdminStage.ROLES), roles.toString());
    admin = stage.admin;
    before = admin.canonical();
    admin.restore(before);
    admin.stage.gateway.reload();
  }

  /** Everybody in a browser of his own, instead of with a token. */
  private void signIn() throws Exception {
    for (String name : AdminStage.ROLES) {
      Map<String, Object> person =
          Map.of("sub", name, "groups", name, "email", address(name), "email_verified", true);
      browsers.put(name, stage.signedIn(person));
    }
    SignInStage.Browser stranger = stage.browser();
    stranger.cookies.put("__Host-tollgate_session", "A".repeat(43));
    browsers.put("stranger", stranger);
    browsers.put("", stage.browser());
  }

  private static String address(String name) {
    return name + "@example.com";
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private Reply call(String caller, String method, String path, String body) throws Exception {
    SignInStage.Browser browser = browsers.get(caller);
    return browser == null
        ? admin.call(token(caller), method, path, body)
        : browser.call(method, path, body);
  }

  /** Whose name is in the audit log. */
  private String who(String caller) {
    return isUnknown(caller) ? "" : browsers.isEmpty() ? caller : address(caller);
  }

  private static String token(String caller) {
    return caller.isEmpty() ? "" : AdminStage.token(caller);
  }

  private static boolean isUnknown(String caller) {
    return caller.isEmpty() || caller.equals("stranger");
  }

  /** One call, and all that has to hold after it. */
  private void expect(int status, String caller, String method, String path, String body)
      throws Exception {
    calls++;
    int expected = isUnknown(caller) ? 401 : status;
    Reply reply = call(caller, method, path, body);
    String what = caller + " " + method + " " + path + " " + body;
    if (reply.status() != expected) {
      wrong.add(what + ": " + reply.status() + ", not " + expected + ": " + reply.body());
    }
    if (reply.status() >= 400) {
      if (!reply.header("content-type").equals("application/problem+json")
          || reply.json().path("status").intValue(0) != reply.status()
          || reply.json().path("detail").stringValue("").isEmpty()) {
        wrong.add(what + ": no problem: " + reply.body());
      }
      if (!admin.keys().equals(before)) {
        wrong.add(what + ": was refused, and changed something");
      }
    } else if (!method.equals("GET")) {
      admin.restore(before);
    }
    if (reply.status() == 401 || reply.status() == 403) {
      denials++;
      JsonNode record = admin.lastRecord();
      if (record.path("status").intValue(0) != reply.status()
          || !record.path("path").stringValue("").equals("/admin/v1" + path)
          || !record.path("method").stringValue("").equals(method)
          || !record.path("who").stringValue("").equals(who(caller))) {
        wrong.add(what + ": is not in the audit log, but " + record);
      }
    }
  }

  private void lines(String method, String table) throws Exception {
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\s+", -1);
      int first = cells.length - AdminStage.ROLES.size();
      for (int i = 0; i < CALLERS.size(); i++) {
        int status = i < AdminStage.ROLES.size() ? Integer.parseInt(cells[first + i]) : 401;
        expect(status, CALLERS.get(i), method, cells[0], first > 1 ? cells[1] : "");
      }
    }
  }

  /**
   * Each field of a body that is in order otherwise.
   *
   * @param may the roles that may call
   * @param ok the status if all is well
   */
  private void fields(
      String method, String path, String base, List<String> may, int ok, String table)
      throws Exception {
    for (String line : table.lines().toList()) {
      int space = line.indexOf(' ');
      int last = line.lastIndexOf(' ');
      String field = line.substring(0, space);
      String value = line.substring(space + 1, last);
      String[] verdicts = line.substring(last + 1).replace("ok", "" + ok).split("/", -1);
      ObjectNode body = (ObjectNode) Reply.JSON.readTree(base);
      if (value.equals("-")) {
        body.remove(field);
      } else {
        body.set(field, Reply.JSON.readTree(value));
      }
      for (String caller : CALLERS) {
        boolean scoped = caller.equals("lead") || caller.equals("member");
        String verdict = verdicts[scoped ? verdicts.length - 1 : 0];
        int status = may.contains(caller) ? Integer.parseInt(verdict) : 403;
        expect(status, caller, method, path, body.toString());
      }
    }
    for (String body : BAD_BODIES) {
      for (String caller : CALLERS) {
        expect(may.contains(caller) ? 400 : 403, caller, method, path, body);
      }
    }
    String large = "{\"name\":\"" + "x".repeat(70_000) + "\"}";
    for (String caller : CALLERS) {
      expect(may.contains(caller) ? 413 : 403, caller, method, path, large);
    }
  }

  @Test
  void row_52_every_role_does_with_every_field_of_every_call_what_it_may_and_denials_are_recorded()
      throws Exception {
    everything();
  }

  @Test
  void whoever_is_signed_in_may_what_a_token_of_his_role_may() throws Exception {
    signIn();
    everything();
  }

  private void everything() throws Exception {
    lines("GET", READS);
    lines("DELETE", DELETES);
    lines("POST", POSTS);
    lines("PUT", PUTS);
    lines("PATCH", "/units/team:ads {} 405 405 405 405 405 405\n");
    lines("PATCH", "/keys/aaaaaaaaaaaa {} 405 405 405 405 405 405\n");
    lines("PATCH", "/budgets/ada-day {} 405 405 405 405 405 405\n");
    lines("PATCH", "/limits/ada-rate {} 405 405 405 405 405 405\n");
    List<String> leads = List.of("admin", "lead");
    String unit = "{\"name\":\"R\",\"parent\":\"team:search\"}";
    fields("PUT", "/units/project:ranking", unit, leads, 200, UNIT + GRANTS);
    String key = "{\"name\":\"n\",\"owner\":\"project:ranking\",\"models\":[\"cheap/swift\"]}";
    String plain = "{\"name\":\"n\",\"owner\":\"project:ranking\"}";
    fields("POST", "/keys", plain, leads, 201, KEY + GRANTS);
    fields("PUT", "/keys/aaaaaaaaaaaa", key, leads, 200, KEY);
    List<String> money = List.of("admin", "finance", "lead");
    String budget = "{\"scope\":\"project:ranking\",\"limit_usd\":\"40\"}";
    fields("PUT", "/budgets/ranking-month", budget, money, 200, BUDGET);
    String limit = "{\"scope\":\"project:ranking\",\"requests_per_minute\":40}";
    fields("PUT", "/limits/ranking-rate", limit, leads, 200, LIMIT);
    List<String> holders = List.of("admin", "lead", "member");
    fields("POST", "/keys/aaaaaaaaaaaa/rotate", "{}", holders, 200, ROTATE);
    fields("POST", "/keys/aaaaaaaaaaaa/revoke", "{}", holders, 200, REVOKE);
    List<String> bookkeepers = List.of("admin", "finance");
    fields("POST", "/ledger/close", "{\"month\":\"2099-01\"}", bookkeepers, 409, CLOSE);
    assertThat(wrong).isEmpty();
    assertThat(calls).isGreaterThan(2_000);
    assertThat(denials).isGreaterThan(1_000);
    assertThat(AuditFile.verify(admin.auditFile()).isSound()).isTrue();
  }
}
