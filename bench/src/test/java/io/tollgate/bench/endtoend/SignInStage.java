package io.tollgate.bench.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An {@link AdminStage} that people sign in to at an {@link OpenIdIssuer}. */
final class SignInStage implements AutoCloseable {

  /** Where browsers would reach the gateway. */
  static final String ORIGIN = "https://tollgate.example.com";

  static final String BEGIN = "/sign-in";
  static final String END = "/sign-out";

  static final Map<String, Object> ADA =
      Map.of(
          "sub",
          "1001",
          "email",
          "ada@example.com",
          "email_verified",
          true,
          "groups",
          List.of("staff", "platform-ops"));

  static final String ROLES =
      """
            - { claim: groups, value: platform-admins, role: admin }
            - { claim: groups, value: platform-ops, role: ops }
            - { claim: email, value: lead@example.com, role: team-admin, scope: "team:search" }
      """;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final AdminStage admin;
  final OpenIdIssuer issuer;

  private SignInStage(AdminStage admin, OpenIdIssuer issuer) {
    this.admin = admin;
    this.issuer = issuer;
  }

  static SignInStage start(Path folder) throws Exception {
    return start(folder, ORIGIN, AdminStage.tokens(List.of("admin")), ROLES);
  }

  static SignInStage start(Path folder, String origin, String tokens, String roles)
      throws Exception {
    OpenIdIssuer issuer = OpenIdIssuer.start();
    issuer.person = ADA;
    Files.writeString(folder.resolve("oidc.secret"), OpenIdIssuer.SECRET);
    try {
      return new SignInStage(
          AdminStage.start(folder, tokens + settings(issuer, origin, roles)), issuer);
    } catch (Exception e) {
      issuer.close();
      throw e;
    }
  }

  private static String settings(OpenIdIssuer issuer, String origin, String roles) {
    return """
      oidc:
        issuer: %s
        client_id: %s
        client_secret: file:oidc.secret
        redirect: %s/admin/v1/sign-in/callback
        scopes: [openid, email, groups]
        roles:
    """
            .formatted(issuer.name(), OpenIdIssuer.CLIENT, origin)
        + roles;
  }

  Path config() {
    return admin.stage.rig.files().config();
  }

  /** Edits the configuration, which is in force when this returns. */
  void edit(String old, String replacement) throws Exception {
    String text = Files.readString(config());
    if (!text.contains(old)) {
      throw new AssertionError("there is no " + old + " in " + text);
    }
    Files.writeString(config(), text.replace(old, replacement));
    if (!admin.stage.gateway.reload().isEmpty()) {
      throw new AssertionError("the edited configuration is not in order");
    }
  }

  List<JsonNode> records() throws Exception {
    return Files.readAllLines(admin.auditFile()).stream().map(Reply.JSON::readTree).toList();
  }

  Browser browser() {
    return new Browser();
  }

  /** One that is signed in as somebody. */
  Browser signedIn(Map<String, Object> person) throws Exception {
    issuer.person = person;
    Browser browser = new Browser();
    Reply reply = browser.signIn();
    if (reply.status() != 303) {
      throw new AssertionError("not signed in: " + reply.status() + " " + reply.body());
    }
    return browser;
  }

  /** Keeps cookies, goes where it is sent, and says where its pages are from. */
  final class Browser {

    final Map<String, String> cookies = new LinkedHashMap<>();

    /** All of it: to the issuer, and back. */
    Reply signIn() throws Exception {
      return comeBack(setOut());
    }

    /** To the issuer; what it sends back, as the query of the callback. */
    String setOut() throws Exception {
      Reply begun = call("GET", BEGIN, "");
      if (begun.status() != 303) {
        throw new AssertionError("did not set out: " + begun.status() + " " + begun.body());
      }
      HttpRequest request = HttpRequest.newBuilder(URI.create(begun.header("location"))).build();
      String back = Stage.send(CLIENT, request).header("location");
      if (!back.startsWith(ORIGIN + "/admin/v1/sign-in/callback?")
          && !back.startsWith("http://127.0.0.1")) {
        throw new AssertionError("sent back to " + back);
      }
      return URI.create(back).getRawQuery();
    }

    Reply comeBack(String query) throws Exception {
      return call("GET", BEGIN + "/callback?" + query, "");
    }

    /** A call of the gateway's own page. */
    Reply call(String method, String path, String body) throws Exception {
      return call(method, path, body, ORIGIN);
    }

    /** A call of a page from somewhere; from nowhere if that is empty. */
    Reply call(String method, String path, String body, String origin) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:" + admin.stage.rig.adminPort() + "/admin/v1" + path))
              .timeout(Await.PATIENCE)
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      if (!cookies.isEmpty()) {
        StringBuilder header = new StringBuilder();
        cookies.forEach((name, value) -> header.append(name).append('=').append(value).append(';'));
        request.header("cookie", header.substring(0, header.length() - 1));
      }
      if (!body.isEmpty()) {
        request.header("content-type", "application/json");
      }
      if (!method.equals("GET") && !origin.isEmpty()) {
        request.header("origin", origin);
      }
      Reply reply = Stage.send(CLIENT, request.build());
      for (String cookie : reply.headers().allValues("set-cookie")) {
        String pair = cookie.substring(0, cookie.indexOf(';'));
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty()) {
          cookies.remove(name);
        } else {
          cookies.put(name, value);
        }
      }
      return reply;
    }
  }

  @Override
  public void close() {
    admin.close();
    issuer.close();
  }
}
