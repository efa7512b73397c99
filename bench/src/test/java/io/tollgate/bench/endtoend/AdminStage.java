package io.tollgate.bench.endtoend;

import io.tollgate.gateway.audit.AuditFile;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.roles.TokenText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/**
 * A gateway with admin tokens, two teams, and a key, budgets and limits for each of them.
 *
 * <p>Team {@code search} is what {@code lead} runs: project {@code ranking} and user {@code ada}
 * are in it. Project {@code banner} and user {@code bob} are in team {@code ads}, which is none of
 * his business. What search may use is bounded.
 */
final class AdminStage implements AutoCloseable {

  static final List<String> ROLES = List.of("admin", "ops", "finance", "auditor", "lead", "member");

  /** Owned by {@code project:ranking}, of user ada. */
  static final String RANKING_KEY = KeyText.generate(new SplittableRandom(1), "aaaaaaaaaaaa");

  /** Owned by {@code project:banner}, of user bob. */
  static final String BANNER_KEY = KeyText.generate(new SplittableRandom(2), "bbbbbbbbbbbb");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final Stage stage;
  private final Path folder;

  private AdminStage(Stage stage, Path folder) {
    this.stage = stage;
    this.folder = folder;
  }

  static AdminStage start(Path folder) throws Exception {
    return start(folder, tokens(ROLES));
  }

  static AdminStage start(Path folder, String settings) throws Exception {
    AdminStage admin = new AdminStage(Stage.start(folder, Stage.CHEAPEST, settings), folder);
    admin.restore(directory());
    admin.stage.gateway.reload();
    return admin;
  }

  /** The lines of the configuration that let these in. */
  static String tokens(List<String> names) {
    StringBuilder yaml = new StringBuilder("admin:\n  tokens:\n");
    for (String name : names) {
      yaml.append("    - { name: ").append(name);
      yaml.append(", sha256: \"").append(TokenText.digest(token(name)));
      yaml.append("\", role: ").append(role(name)).append(" }\n");
    }
    return yaml.toString();
  }

  /** The role of somebody, and its scope. */
  static String role(String name) {
    return switch (name) {
      case "lead" -> "team-admin, scope: \"team:search\"";
      case "member" -> "member, scope: \"user:ada\"";
      default -> name;
    };
  }

  static String token(String name) {
    return "tga_" + name;
  }

  private static String directory() {
    return """
    organizations:
      - { id: acme }
    teams:
      - id: search
        organization: acme
        models: ["cheap/*"]
        policies: ["default"]
        routes: ["/v1/*"]
        networks: ["127.0.0.0/8"]
      - { id: ads, organization: acme }
    projects:
      - { id: ranking, team: search }
      - { id: banner, team: ads }
    users:
      - { id: ada, team: search }
      - { id: bob, team: ads }
    keys:
      - { id: "aaaaaaaaaaaa", name: ranker, sha256: "%s", owner: "project:ranking", user: ada }
      - { id: "bbbbbbbbbbbb", name: banner, sha256: "%s", owner: "project:banner", user: bob }
    budgets:
      - { id: search-month, scope: "team:search", limit_usd: 100, every: month }
      - { id: ranking-month, scope: "project:ranking", limit_usd: 50, every: month }
      - { id: ads-month, scope: "team:ads", limit_usd: 100, every: month }
      - { id: banner-month, scope: "project:banner", limit_usd: 50, every: month }
      - { id: ada-day, scope: "user:ada", limit_usd: 5, every: day }
    limits:
      - { id: ada-rate, scope: "user:ada", requests_per_minute: 600 }
      - { id: ads-rate, scope: "team:ads", requests_per_minute: 600 }
      - { id: search-rate, scope: "team:search", requests_per_minute: 1000 }
      - { id: ranking-rate, scope: "project:ranking", requests_per_minute: 500 }
      - { id: dear-rate, scope: "model:dear/*", requests_per_minute: 1000 }
    """
        .formatted(
            HexFormat.of().formatHex(KeyText.digest(RANKING_KEY)),
            HexFormat.of().formatHex(KeyText.digest(BANNER_KEY)));
  }

  Path keyFile() {
    return folder.resolve("keys.yaml");
  }

  String keys() throws IOException {
    return Files.readString(keyFile());
  }

  /** Puts the file of keys back, as a whole. */
  void restore(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("keys.restored"), text);
    Files.move(fresh, keyFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the gateway itself would write for what is in the file. */
  String canonical() throws Exception {
    return KeyFile.text(KeyFile.read(keyFile()));
  }

  Path auditFile() {
    return AuditFile.of(stage.ledger());
  }

  /** The last record of the audit log. */
  JsonNode lastRecord() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(auditFile().toFile(), "r")) {
      int size = (int) Math.min(file.length(), 1 << 17);
      byte[] tail = new byte[size];
      file.seek(file.length() - size);
      file.readFully(tail);
      return Reply.JSON.readTree(
          new String(tail, StandardCharsets.UTF_8).strip().lines().toList().getLast());
    }
  }

  /** Sends a call of the admin API; nobody's if the token is empty. */
  Reply call(String token, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + stage.rig.adminPort() + "/admin/v1" + path))
            .timeout(Await.PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    if (!body.isEmpty() && headers.length == 0) {
      request.header("content-type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return Stage.send(CLIENT, request.build());
  }

  /** The status of a call by somebody of a role. */
  Reply as(String role, String method, String path, String body) throws Exception {
    return call(token(role), method, path, body);
  }

  /** Asks the data plane with a key. */
  int ask(String key) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stage.rig.baseUrl() + "/chat/completions"))
            .timeout(Await.PATIENCE)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(Stage.chat("auto", "Hello", "\"max_tokens\":5")))
            .build();
    return Stage.send(CLIENT, request).status();
  }

  @Override
  public void close() {
    stage.close();
  }
}
