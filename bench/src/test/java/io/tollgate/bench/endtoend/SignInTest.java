package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.gateway.audit.AuditFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Signing in to a running gateway, at an issuer that is right, wrong, or not there. */
final class SignInTest {

  private static final String KEYS = "/keys";
  private static final String NEW_KEY = "{\"name\":\"new\",\"owner\":\"project:ranking\"}";
  private static final String SESSION = "__Host-tollgate_session";
  private static final String CALLBACK = "/admin/v1/sign-in/callback";
  private static final Map<String, Object> LEAD =
      Map.of("sub", "1002", "email", "lead@example.com", "email_verified", true);

  @TempDir private Path folder;
  private @Nullable SignInStage running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  private SignInStage start() throws Exception {
    SignInStage stage = SignInStage.start(folder);
    running = stage;
    return stage;
  }

  private static String text(JsonNode record, String field) {
    return record.path(field).stringValue("");
  }

  private static JsonNode last(SignInStage stage) throws Exception {
    return stage.records().getLast();
  }

  @Test
  void whoever_signs_in_has_the_role_that_is_mapped_and_it_is_recorded() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser browser = stage.browser();
    assertThat(browser.call("GET", KEYS, "").status()).isEqualTo(401);
    Reply back = browser.signIn();
    assertThat(back.status()).isEqualTo(303);
    assertThat(back.header("location")).isEqualTo("/");
    JsonNode record = last(stage);
    assertThat(text(record, "who")).isEqualTo("ada@example.com");
    assertThat(text(record, "role")).isEqualTo("ops");
    assertThat(text(record, "action")).isEqualTo("session.sign_in");
    assertThat(text(record, "path")).isEqualTo(CALLBACK);
    assertThat(browser.call("GET", KEYS, "").status()).isEqualTo(200);
    assertThat(browser.call("GET", "/session", "").json())
        .isEqualTo(
            Reply.JSON.readTree("{\"sign_in\":true,\"who\":\"ada@example.com\",\"role\":\"ops\"}"));
    Reply denied = browser.call("POST", KEYS, NEW_KEY);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(text(last(stage), "who")).isEqualTo("ada@example.com");
    assertThat(text(last(stage), "role")).isEqualTo("ops");
    assertThat(AuditFile.verify(stage.admin.auditFile()).isSound()).isTrue();
  }

  @Test
  void a_team_admin_who_signed_in_keeps_to_his_scope() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser lead = stage.signedIn(LEAD);
    assertThat(lead.call("POST", KEYS, NEW_KEY).status()).isEqualTo(201);
    assertThat(text(last(stage), "who")).isEqualTo("lead@example.com");
    assertThat(text(last(stage), "role")).isEqualTo("team-admin");
    assertThat(lead.call("GET", KEYS + "/aaaaaaaaaaaa", "").status()).isEqualTo(200);
    assertThat(lead.call("GET", KEYS + "/bbbbbbbbbbbb", "").status()).isEqualTo(403);
  }

  @Test
  void cookies_are_for_this_host_only_and_not_for_scripts() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser browser = stage.browser();
    Reply begun = browser.call("GET", SignInStage.BEGIN, "");
    assertThat(begun.headers().allValues("set-cookie"))
        .singleElement()
        .asString()
        .matches(
            "__Host-tollgate_sign_in=[\\w-]{43}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax;"
                + " Secure");
    assertThat(begun.header("location"))
        .startsWith(stage.issuer.name() + "/authorize?")
        .contains("code_challenge_method=S256", "state=", "nonce=", "scope=openid+email+groups");
    assertThat(begun.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(begun.header("cache-control")).isEqualTo("no-store");
    List<String> cookies = browser.signIn().headers().allValues("set-cookie");
    assertThat(cookies).hasSize(2);
    assertThat(cookies.getFirst())
        .matches(SESSION + "=[\\w-]{43}; Path=/; Max-Age=28800; HttpOnly; SameSite=Strict; Secure");
    assertThat(cookies.getLast()).startsWith("__Host-tollgate_sign_in=; Path=/; Max-Age=0;");
    assertThat(Files.readString(stage.admin.auditFile()))
        .doesNotContain(String.valueOf(browser.cookies.get(SESSION)));
  }

  @Test
  void on_loopback_cookies_do_without_tls() throws Exception {
    SignInStage stage =
        SignInStage.start(folder, "http://127.0.0.1:9", "admin:\n", SignInStage.ROLES);
    running = stage;
    Reply back = stage.browser().signIn();
    assertThat(back.headers().allValues("set-cookie").getFirst())
        .matches("tollgate_session=[\\w-]{43}; Path=/; Max-Age=28800; HttpOnly; SameSite=Strict");
  }

  @Test
  void a_callback_is_taken_once_and_from_the_browser_that_set_out_only() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser ada = stage.browser();
    SignInStage.Browser other = stage.browser();
    String back = ada.setOut();
    // Somebody signs a victim in as himself: his own callback, in the victim's browser.
    assertThat(other.comeBack(back).status()).isEqualTo(400);
    other.setOut();
    assertThat(other.comeBack(ada.setOut()).status()).isEqualTo(400);
    assertThat(stage.issuer.codesTaken).hasValue(0);
    String again = ada.setOut();
    assertThat(ada.comeBack(again.replaceAll("state=[^&]*", "state=made-up")).status())
        .isEqualTo(400);
    assertThat(ada.comeBack(again.replaceAll("&state=[^&]*", "")).status()).isEqualTo(400);
    Map<String, String> cookies = new LinkedHashMap<>(ada.cookies);
    assertThat(ada.comeBack(again).status()).isEqualTo(303);
    ada.cookies.putAll(cookies);
    Reply replayed = ada.comeBack(again);
    assertThat(replayed.status()).isEqualTo(400);
    assertThat(replayed.header("content-type")).isEqualTo("application/problem+json");
    assertThat(stage.issuer.codesTaken).hasValue(1);
    assertThat(other.cookies).doesNotContainKey(SESSION);
    JsonNode record = last(stage);
    assertThat(record.path("status").intValue()).isEqualTo(400);
    assertThat(text(record, "action")).isEqualTo("session.sign_in");
    assertThat(text(record, "who")).isEmpty();
  }

  @Test
  void a_code_is_no_good_a_second_time_or_with_another_verifier() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser browser = stage.browser();
    String first = browser.setOut();
    assertThat(browser.comeBack(first).status()).isEqualTo(303);
    String second = browser.setOut();
    String code = "code=" + OpenIdIssuer.form(first).get("code");
    Reply used = browser.comeBack(second.replaceAll("code=[^&]*", code));
    assertThat(used.status()).isEqualTo(403);
    assertThat(used.body()).contains("invalid_grant");
    String third = browser.setOut();
    stage.issuer.mixUpVerifiers();
    assertThat(browser.comeBack(third).status()).isEqualTo(403);
    // The issuer's description has the code and the verifier in it.
    assertThat(Files.readString(stage.admin.auditFile()))
        .contains("invalid_grant")
        .doesNotContain("code-", "code_verifier", OpenIdIssuer.SECRET);
  }

  @Test
  void what_the_issuer_says_instead_of_a_code_is_told_and_recorded() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser browser = stage.browser();
    String state = "state=" + OpenIdIssuer.form(browser.setOut()).get("state");
    Reply denied = browser.comeBack("error=access_denied&" + state);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.body()).contains("access_denied");
    state = "state=" + OpenIdIssuer.form(browser.setOut()).get("state");
    assertThat(browser.comeBack("error=%3Cscript%3E&" + state).body()).doesNotContain("script");
    assertThat(browser.comeBack(browser.setOut() + "&iss=https%3A%2F%2Fevil").status())
        .isEqualTo(403);
    assertThat(browser.comeBack(browser.setOut() + "&code=other").status()).isEqualTo(400);
    assertThat(text(last(stage), "detail")).contains("no code");
  }

  /** The right claims, with something changed. */
  private static OpenIdIssuer.Forge changed(Consumer<JWTClaimsSet.Builder> change) {
    return (issuer, claims) -> {
      JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder(claims);
      change.accept(builder);
      return OpenIdIssuer.signed(issuer, builder.build());
    };
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static String hmac(byte[] secret, String kid, JWTClaimsSet claims) throws Exception {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), claims);
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  private static byte[] pem(JWK key) throws Exception {
    String body =
        Base64.getMimeEncoder().encodeToString(key.toRSAKey().toRSAPublicKey().getEncoded());
    return ("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Every token that must not be believed, by what is wrong with it. */
  private static Map<String, OpenIdIssuer.Forge> wrongTokens() {
    Map<String, OpenIdIssuer.Forge> wrong = new LinkedHashMap<>();
    wrong.put("another issuer", changed(c -> c.issuer("https://evil.example.com")));
    wrong.put("no issuer", changed(c -> c.issuer(null)));
    wrong.put("another audience", changed(c -> c.audience("other")));
    wrong.put("no audience", changed(c -> c.audience((String) null)));
    wrong.put("two audiences", changed(c -> c.audience(List.of("tollgate", "other"))));
    wrong.put("authorized for another", changed(c -> c.claim("azp", "other")));
    wrong.put("azp is a list", changed(c -> c.claim("azp", List.of("tollgate"))));
    wrong.put("another nonce", changed(c -> c.claim("nonce", "other")));
    wrong.put("no nonce", changed(c -> c.claim("nonce", null)));
    wrong.put("expired", changed(c -> c.expirationTime(in(-61))));
    wrong.put("no end", changed(c -> c.expirationTime(null)));
    wrong.put("issued in the future", changed(c -> c.issueTime(in(120))));
    wrong.put("not issued", changed(c -> c.issueTime(null)));
    wrong.put("not yet", changed(c -> c.notBeforeTime(in(120))));
    wrong.put("nobody", changed(c -> c.subject(null)));
    wrong.put("an empty subject", changed(c -> c.subject("")));
    wrong.put("a subject of two lines", changed(c -> c.subject("1\n2")));
    wrong.put("not signed", (issuer, claims) -> new PlainJWT(claims).serialize());
    wrong.put(
        "not signed but for a signature",
        (issuer, claims) -> new PlainJWT(claims).serialize() + "c2lnbmF0dXJl");
    wrong.put(
        "HS256 by the public key as PEM",
        (issuer, claims) -> hmac(pem(issuer.key), issuer.key.getKeyID(), claims));
    wrong.put(
        "HS256 by the public key as DER",
        (issuer, claims) ->
            hmac(
                issuer.key.toRSAKey().toRSAPublicKey().getEncoded(),
                issuer.key.getKeyID(),
                claims));
    wrong.put(
        "HS256 by the client secret",
        (issuer, claims) ->
            hmac(
                OpenIdIssuer.SECRET.repeat(2).getBytes(StandardCharsets.UTF_8),
                issuer.key.getKeyID(),
                claims));
    wrong.put(
        "another key of the same name",
        (issuer, claims) -> OpenIdIssuer.signed(OpenIdIssuer.rsa(issuer.key.getKeyID()), claims));
    wrong.put(
        "a key that it brings along",
        (issuer, claims) -> {
          RSAKey own = OpenIdIssuer.rsa(issuer.key.getKeyID());
          SignedJWT token =
              new SignedJWT(
                  new JWSHeader.Builder(JWSAlgorithm.RS256)
                      .keyID(own.getKeyID())
                      .jwk(own.toPublicJWK())
                      .build(),
                  claims);
          token.sign(new RSASSASigner(own));
          return token.serialize();
        });
    wrong.put(
        "claims of another token",
        (issuer, claims) -> {
          String[] right = OpenIdIssuer.signed(issuer, claims).split("\\.", -1);
          JWTClaimsSet more = new JWTClaimsSet.Builder(claims).claim("groups", "admins").build();
          return right[0] + "." + more.toPayload().toBase64URL() + "." + right[2];
        });
    wrong.put("no token", (issuer, claims) -> "nonsense");
    wrong.put("an empty token", (issuer, claims) -> "");
    return wrong;
  }

  /** By what it is found to be wrong. */
  private static String reason(String wrong) {
    return switch (wrong) {
      case "another issuer", "no issuer" -> "another issuer";
      case "another audience", "no audience", "two audiences", "authorized for another" ->
          "another client";
      case "azp is a list" -> "another type";
      case "another nonce", "no nonce" -> "another sign-in";
      case "expired" -> "expired";
      case "no end", "not issued" -> "does not say when";
      case "issued in the future", "not yet" -> "of the future";
      case "nobody", "an empty subject", "a subject of two lines" -> "subject";
      case "not signed but for a signature", "no token", "an empty token" -> "no signed token";
      default -> "not signed by a key of the issuer";
    };
  }

  @Test
  void an_id_token_that_is_wrong_in_any_way_signs_nobody_in() throws Exception {
    SignInStage stage = start();
    stage.signedIn(SignInStage.ADA);
    for (Map.Entry<String, OpenIdIssuer.Forge> wrong : wrongTokens().entrySet()) {
      stage.issuer.forge = wrong.getValue();
      SignInStage.Browser browser = stage.browser();
      Reply back = browser.signIn();
      assertThat(back.status()).as(wrong.getKey()).isEqualTo(403);
      assertThat(browser.cookies).as(wrong.getKey()).doesNotContainKey(SESSION);
      assertThat(text(last(stage), "detail"))
          .as(wrong.getKey())
          .startsWith("The ID token is not accepted: ")
          .contains(reason(wrong.getKey()));
      assertThat(last(stage).path("status").intValue()).as(wrong.getKey()).isEqualTo(403);
      assertThat(text(last(stage), "who")).as(wrong.getKey()).isEmpty();
    }
    stage.issuer.forge =
        changed(c -> {
          c.audience(List.of("other", "tollgate")).claim("azp", "tollgate");
          c.issueTime(in(30)).expirationTime(in(-30));
        });
    assertThat(stage.browser().signIn().status()).isEqualTo(303);
  }

  @Test
  void a_new_key_of_the_issuer_is_read_and_keys_that_are_none_are_not_looked_for_for_ever()
      throws Exception {
    SignInStage stage = start();
    stage.signedIn(SignInStage.ADA);
    assertThat(stage.issuer.keySetReads).hasValue(1);
    stage.signedIn(SignInStage.ADA);
    assertThat(stage.issuer.keySetReads).hasValue(1);
    JWK old = stage.issuer.key;
    stage.issuer.key = OpenIdIssuer.ec("second");
    stage.issuer.published = List.of(stage.issuer.key);
    stage.signedIn(SignInStage.ADA);
    assertThat(stage.issuer.keySetReads).hasValue(2);
    stage.issuer.key = old;
    for (int i = 0; i < 5; i++) {
      assertThat(stage.browser().signIn().status()).isEqualTo(403);
    }
    assertThat(stage.issuer.keySetReads.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whom_no_mapping_matches_is_refused_with_a_sentence_and_recorded() throws Exception {
    SignInStage stage = start();
    stage.issuer.person = Map.of("sub", "9", "email", "eve@example.com", "email_verified", true);
    SignInStage.Browser browser = stage.browser();
    Reply back = browser.signIn();
    assertThat(back.status()).isEqualTo(403);
    assertThat(text(back.json(), "detail")).contains("eve@example.com has no role here");
    assertThat(text(last(stage), "who")).isEqualTo("eve@example.com");
    assertThat(last(stage).path("status").intValue()).isEqualTo(403);
    stage.issuer.person = Map.of("sub", "9", "email", "lead@example.com");
    assertThat(browser.signIn().status()).isEqualTo(403);
    assertThat(text(last(stage), "who")).isEqualTo("sub:9");
    assertThat(browser.cookies).doesNotContainKey(SESSION);
  }

  @Test
  void a_second_sign_in_ends_the_first_session() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser first = stage.signedIn(SignInStage.ADA);
    SignInStage.Browser lead = stage.signedIn(LEAD);
    SignInStage.Browser second = stage.signedIn(SignInStage.ADA);
    assertThat(first.call("GET", KEYS, "").status()).isEqualTo(401);
    assertThat(second.call("GET", KEYS, "").status()).isEqualTo(200);
    assertThat(lead.call("GET", KEYS, "").status()).isEqualTo(200);
  }

  @Test
  void a_session_is_known_by_the_whole_of_its_id() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser ada = stage.signedIn(SignInStage.ADA);
    String id = String.valueOf(ada.cookies.get(SESSION));
    for (String other :
        List.of(
            id.substring(0, 42) + (id.endsWith("A") ? "B" : "A"),
            id.substring(0, 20) + "A".repeat(23),
            id.substring(0, 42),
            id + "A",
            "",
            id + ";" + SESSION + "=" + id)) {
      ada.cookies.put(SESSION, other);
      assertThat(ada.call("GET", KEYS, "").status()).as(other).isEqualTo(401);
    }
    ada.cookies.put(SESSION, id);
    assertThat(ada.call("GET", KEYS, "").status()).isEqualTo(200);
  }

  @Test
  void a_page_from_elsewhere_changes_nothing_with_a_session() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser lead = stage.signedIn(LEAD);
    String before = stage.admin.keys();
    for (String origin :
        List.of(
            "",
            "null",
            "https://evil.example.com",
            "http://tollgate.example.com",
            "https://tollgate.example.com:8443",
            "https://tollgate.example.com.evil.example")) {
      assertThat(lead.call("POST", KEYS, NEW_KEY, origin).status()).as(origin).isEqualTo(403);
      assertThat(text(last(stage), "who")).isEqualTo("lead@example.com");
      assertThat(text(last(stage), "action")).isEqualTo("keys.write");
      assertThat(lead.call("POST", SignInStage.END, "", origin).status()).isEqualTo(403);
      assertThat(text(last(stage), "action")).isEqualTo("session.sign_out");
    }
    assertThat(stage.admin.keys()).isEqualTo(before);
    assertThat(lead.call("POST", KEYS, NEW_KEY).status()).isEqualTo(201);
  }

  @Test
  void a_token_that_is_sent_along_counts_alone() throws Exception {
    SignInStage stage = start();
    String cookie = SESSION + "=" + stage.signedIn(SignInStage.ADA).cookies.get(SESSION);
    assertThat(stage.admin.call("tga_wrong", "GET", KEYS, "", "cookie", cookie).status())
        .isEqualTo(401);
    Reply made =
        stage.admin.call(
            AdminStage.token("admin"),
            "POST",
            KEYS,
            NEW_KEY,
            "cookie",
            cookie,
            "content-type",
            "application/json");
    assertThat(made.status()).isEqualTo(201);
    assertThat(text(last(stage), "who")).isEqualTo("admin");
  }

  @Test
  void whose_mapping_is_taken_away_has_no_role_at_the_next_call() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser ada = stage.signedIn(SignInStage.ADA);
    assertThat(ada.call("GET", "/exchanges", "").status()).isEqualTo(200);
    String text = Files.readString(stage.config());
    Files.writeString(stage.config(), text.replace("value: platform-ops", "value: nobody"));
    Await.until("the role is gone", () -> status(ada, "/exchanges"), status -> status == 403);
    assertThat(text(last(stage), "who")).isEqualTo("ada@example.com");
    assertThat(text(last(stage), "role")).isEmpty();
    assertThat(stage.browser().signIn().status()).isEqualTo(403);
    stage.edit("value: nobody, role: ops", "value: staff, role: finance");
    assertThat(ada.call("GET", "/exchanges", "").status()).isEqualTo(403);
    assertThat(ada.call("GET", "/spend", "").status()).isEqualTo(200);
    stage.edit("client_id: tollgate", "client_id: another");
    assertThat(ada.call("GET", "/spend", "").status()).isEqualTo(401);
  }

  private static int status(SignInStage.Browser browser, String path) {
    try {
      return browser.call("GET", path, "").status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void while_the_issuer_is_down_nobody_signs_in_and_nobody_is_signed_out() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser ada = stage.signedIn(SignInStage.ADA);
    SignInStage.Browser under = stage.browser();
    String back = under.setOut();
    stage.issuer.stop();
    Await.until("sign-in says so", () -> status(stage.browser(), "/sign-in"), s -> s == 503);
    Reply down = stage.browser().call("GET", SignInStage.BEGIN, "");
    assertThat(down.header("content-type")).isEqualTo("application/problem+json");
    assertThat(text(down.json(), "detail")).contains("use an admin token");
    assertThat(under.comeBack(back).status()).isEqualTo(503);
    assertThat(last(stage).path("status").intValue()).isEqualTo(503);
    assertThat(ada.call("GET", KEYS, "").status()).isEqualTo(200);
    assertThat(stage.admin.as("admin", "GET", KEYS, "").status()).isEqualTo(200);
    stage.issuer.restart();
    Await.until("it is there again", () -> status(stage.browser(), "/sign-in"), s -> s == 303);
    assertThat(stage.signedIn(LEAD).call("GET", KEYS, "").status()).isEqualTo(200);
  }

  @Test
  void an_issuer_that_calls_itself_something_else_is_not_believed() throws Exception {
    SignInStage stage = start();
    stage.edit("/realm\n", "/realm/\n");
    Reply begun = stage.browser().call("GET", SignInStage.BEGIN, "");
    assertThat(begun.status()).isEqualTo(503);
    assertThat(begun.body()).contains("its discovery document is of");
  }

  @Test
  void a_client_with_the_wrong_secret_is_told_so() throws Exception {
    SignInStage stage = start();
    Files.writeString(folder.resolve("oidc.secret"), "wrong");
    stage.admin.stage.gateway.reload();
    Reply back = stage.browser().signIn();
    assertThat(back.status()).isEqualTo(403);
    assertThat(back.body()).contains("invalid_client");
  }

  @Test
  void a_client_proves_itself_as_the_issuer_wants_it_to() throws Exception {
    SignInStage stage = start();
    stage.issuer.proof = OpenIdIssuer.Proof.FORM;
    Await.until("the issuer is asked again", () -> signIn(stage), status -> status == 303);
    stage.issuer.proof = OpenIdIssuer.Proof.NONE;
    stage.edit("    client_secret: file:oidc.secret\n", "");
    assertThat(signIn(stage)).isEqualTo(303);
  }

  private static int signIn(SignInStage stage) {
    try {
      return stage.browser().signIn().status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_an_issuer_says_of_itself_is_bounded_and_nobody_is_followed() throws Exception {
    SignInStage stage = start();
    String right = stage.issuer.discovery();
    Map<String, HttpHandler> wrong = new LinkedHashMap<>();
    wrong.put(
        "answered 302",
        exchange -> {
          exchange.getResponseHeaders().set("location", "/moved");
          OpenIdIssuer.json(exchange, 302, "");
        });
    wrong.put("no JSON", exchange -> OpenIdIssuer.json(exchange, 200, "<html>"));
    wrong.put(
        "127.0.0.1: ", exchange -> OpenIdIssuer.json(exchange, 200, right + " ".repeat(300_000)));
    wrong.put(
        "no https address as token_endpoint",
        exchange ->
            OpenIdIssuer.json(
                exchange,
                200,
                right.replaceAll(
                    "\"token_endpoint\":\"[^\"]*", "\"token_endpoint\":\"http://elsewhere/")));
    wrong.put("answered 500", exchange -> OpenIdIssuer.json(exchange, 500, right));
    for (Map.Entry<String, HttpHandler> answer : wrong.entrySet()) {
      stage.issuer.discovery = answer.getValue();
      Await.until(
          answer.getKey(),
          () -> begin(stage),
          reply -> reply.status() == 503 && reply.body().contains(answer.getKey()));
    }
    stage.issuer.discovery = exchange -> OpenIdIssuer.json(exchange, 200, right);
    Await.until("it is right again", () -> begin(stage), reply -> reply.status() == 303);
  }

  private static Reply begin(SignInStage stage) {
    try {
      return stage.browser().call("GET", SignInStage.BEGIN, "");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void signing_out_ends_the_session_and_is_recorded() throws Exception {
    SignInStage stage = start();
    SignInStage.Browser ada = stage.signedIn(SignInStage.ADA);
    Map<String, String> kept = new HashMap<>(ada.cookies);
    Reply out = ada.call("POST", SignInStage.END, "");
    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("set-cookie")).startsWith(SESSION + "=; Path=/; Max-Age=0;");
    assertThat(text(last(stage), "action")).isEqualTo("session.sign_out");
    assertThat(text(last(stage), "who")).isEqualTo("ada@example.com");
    assertThat(text(last(stage), "role")).isEqualTo("ops");
    ada.cookies.putAll(kept);
    assertThat(ada.call("GET", KEYS, "").status()).isEqualTo(401);
    assertThat(ada.call("POST", SignInStage.END, "").status()).isEqualTo(204);
    assertThat(ada.call("GET", SignInStage.END, "").status()).isEqualTo(405);
    assertThat(ada.call("POST", SignInStage.BEGIN, "").status()).isEqualTo(405);
  }

  @Test
  void what_cannot_be_recorded_signs_nobody_in() throws Exception {
    SignInStage stage = start();
    Files.createDirectories(stage.admin.auditFile());
    SignInStage.Browser browser = stage.browser();
    assertThat(browser.signIn().status()).isEqualTo(503);
    assertThat(browser.cookies).doesNotContainKey(SESSION);
    Files.delete(stage.admin.auditFile());
    assertThat(browser.signIn().status()).isEqualTo(303);
  }

  @Test
  void where_people_sign_in_nothing_is_open_though_there_be_no_token() throws Exception {
    SignInStage stage =
        SignInStage.start(folder, SignInStage.ORIGIN, "admin:\n", SignInStage.ROLES);
    running = stage;
    Reply refused = stage.admin.call("", "GET", "/exchanges", "");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).contains("/admin/v1/sign-in");
    assertThat(stage.signedIn(SignInStage.ADA).call("GET", "/exchanges", "").status())
        .isEqualTo(200);
  }

  @Test
  void the_page_has_a_way_in_and_a_way_out() throws Exception {
    assertThat(start().admin.stage.admin("/").body())
        .contains("href=\"/admin/v1/sign-in\"")
        .contains("fetch('/admin/v1/session')")
        .contains("fetch('/admin/v1/sign-out', { method: 'POST' })");
  }

  @Test
  void where_it_is_not_configured_there_is_no_sign_in() throws Exception {
    try (AdminStage admin = AdminStage.start(folder)) {
      for (String path : List.of("/sign-in", "/sign-in/callback", "/sign-out")) {
        assertThat(admin.call("", "GET", path, "").status()).isEqualTo(401);
        assertThat(admin.as("admin", "GET", path, "").status()).isEqualTo(404);
      }
      assertThat(admin.call("", "GET", "/session", "").body()).contains("\"sign_in\":false");
    }
  }
}
