package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.cli.Tollgate;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.roles.TokenText;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways whose keys, policies and prices are documents of a real PostgreSQL. */
final class SharedFilesTest {

  /** Several times what is promised: the machine may be busy with something else. */
  private static final Duration A_WHILE = Duration.ofSeconds(5);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private SharedPostgres postgres;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    postgres = SharedPostgres.start(folder);
    cluster =
        Cluster.of(
            folder,
            3,
            SharedPostgres.store(postgres.port(), StoreSettings.EXPIRY)
                + "admin: { tokens: [ { name: root, role: admin, sha256: \""
                + TokenText.digest("tga_root")
                + "\" } ] }\n",
            Cluster.instant());
    for (Cluster.Node node : cluster.nodes) {
      Path config = node.files.config();
      Files.writeString(
          config,
          Files.readString(config)
              .replace("keys: keys.yaml", "keys: store:keys")
              .replace("policies: policies.yaml", "policies: store:policies")
              .replace("prices: [prices.yaml]", "prices: [store:prices]"));
    }
    for (String name : List.of("keys", "prices", "policies")) {
      assertThat(run("cluster", "publish", name, file(name).toString()))
          .as(err.toString())
          .isZero();
    }
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    postgres.close();
  }

  private Path file(String name) {
    return cluster.nodes.getFirst().files.folder().resolve(name + ".yaml");
  }

  /** Runs a command with the configuration of the first node. */
  private int run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    // Where a command's sub-commands share their options, these come before the sub-command.
    boolean shared = words[0].equals("keys") || words[0].equals("budgets");
    all.addAll(
        shared ? 1 : words.length,
        List.of("--config", cluster.nodes.getFirst().files.config().toString()));
    return Tollgate.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private int publish(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name + "-edited.yaml"), text);
    return run("cluster", "publish", name, file.toString());
  }

  private static Reply admin(
      Cluster.Node node, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.adminPort + "/admin/v1" + path))
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer tga_root")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("content-type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return Stage.send(CLIENT, request.build());
  }

  private int ask(Cluster.Node node, String key, String model) {
    try {
      return Stage.send(
              CLIENT,
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + node.dataPort + "/v1/chat/completions"))
                  .timeout(Duration.ofSeconds(30))
                  .header("authorization", "Bearer " + key)
                  .header("content-type", "application/json")
                  .POST(BodyPublishers.ofString(Stage.chat(model, "Hi", "\"max_tokens\":5")))
                  .build())
          .status();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String makeKey(Cluster.Node node, String name) throws Exception {
    Reply made = admin(node, "POST", "/keys", "{\"name\":\"" + name + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("key").stringValue("");
  }

  private void awaitStatus(String what, Cluster.Node node, String key, String model, int status) {
    Await.until(what, A_WHILE, () -> ask(node, key, model), now -> now == status);
  }

  @Test
  void a_key_that_is_revoked_on_one_gateway_is_refused_by_the_others_within_a_second()
      throws Exception {
    cluster.start();
    List<Long> tookMs = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      Cluster.Node here = cluster.nodes.get(round % 3);
      String key = makeKey(here, "round " + round);
      assertThat(ask(here, key, Cluster.FLAT)).isEqualTo(200);
      for (Cluster.Node node : cluster.nodes) {
        awaitStatus("the key on " + node.name, node, key, Cluster.FLAT, 200);
      }
      String id = key.substring(3, 15);
      long before = System.nanoTime();
      assertThat(admin(here, "POST", "/keys/" + id + "/revoke", "").status()).isEqualTo(200);
      assertThat(ask(here, key, Cluster.FLAT)).isEqualTo(401);
      for (Cluster.Node node : cluster.nodes) {
        awaitStatus("the refusal by " + node.name, node, key, Cluster.FLAT, 401);
      }
      tookMs.add((System.nanoTime() - before) / 1_000_000);
    }
    Collections.sort(tookMs);
    System.out.printf(
        "From asking to revoke a key until three gateways refuse it: median %d ms, worst %d ms of"
            + " %d%n",
        tookMs.get(tookMs.size() / 2), tookMs.getLast(), tookMs.size());
    assertThat(tookMs.get(tookMs.size() / 2)).isLessThan(1_000);
  }

  @Test
  void policies_that_are_published_change_decisions_everywhere_and_bad_ones_change_nothing()
      throws Exception {
    cluster.start();
    String key = cluster.rig.key();
    for (Cluster.Node node : cluster.nodes) {
      assertThat(ask(node, key, "auto/other")).isEqualTo(404);
    }
    long before = System.nanoTime();
    assertThat(publish("policies", "policies: [{name: default}, {name: other}]\n")).isZero();
    for (Cluster.Node node : cluster.nodes) {
      awaitStatus("the new policy on " + node.name, node, key, "auto/other", 200);
    }
    System.out.printf(
        "From publishing policies until three gateways go by them: %d ms%n",
        (System.nanoTime() - before) / 1_000_000);

    String bad = "policies: [{name: default}, {name: third, candidates: [flat/nothing]}]\n";
    assertThat(publish("policies", bad)).isEqualTo(Tollgate.INVALID);
    assertThat(err.toString()).contains("policies-edited.yaml:1:").contains("flat/nothing");
    assertThat(out.toString()).isEmpty();
    // Whoever gets it into the store all the same puts nothing in force.
    try (CapturedLog log = new CapturedLog()) {
      assertThat(
              postgres.number(
                  "with changed as (update tollgate.document set version = version + 1, body = '"
                      + bad
                      + "' where name = 'policies' returning version) select version from changed"))
          .isEqualTo(3);
      Await.until(
          "three refusals",
          () ->
              log.lines().stream()
                      .filter(line -> line.startsWith("ERROR") && line.contains("flat/nothing"))
                      .count()
                  >= 3);
    }
    for (Cluster.Node node : cluster.nodes) {
      assertThat(ask(node, key, "auto/other")).isEqualTo(200);
      assertThat(ask(node, key, "auto/third")).isEqualTo(404);
    }
    // A key is revoked whatever else is broken.
    assertThat(run("keys", "revoke", cluster.key())).isZero();
    for (Cluster.Node node : cluster.nodes) {
      awaitStatus("the refusal by " + node.name, node, key, "auto/other", 401);
    }
  }

  @Test
  void fifty_keys_made_at_once_through_three_gateways_are_all_there() throws Exception {
    cluster.start();
    int keys = 50;
    List<String> made = new ArrayList<>();
    long before = System.nanoTime();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      CyclicBarrier barrier = new CyclicBarrier(keys);
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < keys; i++) {
        String name = "key " + i;
        Cluster.Node node = cluster.nodes.get(i % 3);
        futures.add(
            pool.submit(() -> {
              barrier.await();
              return makeKey(node, name);
            }));
      }
      for (Future<String> future : futures) {
        made.add(future.get());
      }
    }
    System.out.printf(
        "%d keys made at once through three gateways: %d ms%n",
        keys, (System.nanoTime() - before) / 1_000_000);
    for (Cluster.Node node : cluster.nodes) {
      Await.until(
          "all keys on " + node.name, A_WHILE, () -> keysOf(node), there -> there == keys + 1);
      for (String key : made) {
        assertThat(ask(node, key, Cluster.FLAT)).isEqualTo(200);
      }
      // The first one and one for each change: none was made twice to be made at all.
      assertThat(Files.readAllLines(node.files.folder().resolve("ledger/store/keys")))
          .filteredOn(line -> line.contains("sha256"))
          .hasSize(keys + 1);
    }
    assertThat(postgres.number("select version from tollgate.document where name = 'keys'"))
        .isEqualTo(1 + keys);
  }

  private static int keysOf(Cluster.Node node) {
    try {
      return admin(node, "GET", "/keys?limit=1000", "").json().path("keys").size();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void of_two_conditional_edits_at_once_on_two_gateways_exactly_one_wins() throws Exception {
    cluster.start();
    for (int round = 0; round < 10; round++) {
      // Whoever made the change before has it: all have it once all are alike.
      String etag =
          Await.until(
                  "one state on all",
                  A_WHILE,
                  () -> cluster.nodes.stream().map(this::etagOf).distinct().toList(),
                  states -> states.size() == 1)
              .getFirst();
      CyclicBarrier barrier = new CyclicBarrier(2);
      List<Integer> statuses = new ArrayList<>();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          Cluster.Node node = cluster.nodes.get((round + i) % 3);
          String path = "/limits/round-" + round + "-" + i;
          futures.add(
              pool.submit(() -> {
                barrier.await();
                return admin(
                        node,
                        "PUT",
                        path,
                        "{\"scope\":\"everything\",\"requests_per_minute\":100000}",
                        "if-match",
                        etag)
                    .status();
              }));
        }
        for (Future<Integer> future : futures) {
          statuses.add(future.get());
        }
      }
      assertThat(statuses).containsExactlyInAnyOrder(201, 412);
    }
  }

  private String etagOf(Cluster.Node node) {
    try {
      return admin(node, "GET", "/keys/" + cluster.key(), "").header("etag");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_gateway_starts_without_the_store_with_what_it_saw_last() throws Exception {
    Cluster.Node seen = cluster.nodes.getFirst();
    Cluster.Node fresh = cluster.nodes.getLast();
    seen.start();
    assertThat(ask(seen, cluster.rig.key(), "auto")).isEqualTo(200);
    seen.stop();
    postgres.stop();
    try (CapturedLog log = new CapturedLog()) {
      seen.start();
      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN document keys is used as it was last seen"));
    }
    assertThat(ask(seen, cluster.rig.key(), "auto")).isEqualTo(200);
    Reply refused = admin(seen, "POST", "/keys", "{\"name\":\"late\"}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).contains("The store does not answer");
    assertThatThrownBy(fresh::start)
        .isInstanceOf(InvalidFilesException.class)
        .hasMessageContaining(
            "store:keys:1:1: the store does not answer, and this node has no copy")
        .hasMessageContaining("start PostgreSQL");

    postgres.startAgain();
    fresh.start();
    String key = makeKey(fresh, "after the outage");
    awaitStatus("the key of the other gateway", seen, key, "auto", 200);
  }

  @Test
  void a_document_that_a_running_gateway_is_told_to_use_is_used_as_soon_as_there_is_one()
      throws Exception {
    Cluster.Node node = cluster.nodes.getFirst();
    node.start();
    try (CapturedLog log = new CapturedLog()) {
      Path config = node.files.config();
      Files.writeString(
          config,
          Files.readString(config).replace("[store:prices]", "[store:prices, store:more-prices]"));
      Await.until(
          "the refusal",
          () ->
              log.lines().stream()
                  .anyMatch(line -> line.contains("store:more-prices:1:1: the store has no such")));
      assertThat(ask(node, cluster.rig.key(), "auto")).isEqualTo(200);
      assertThat(publish("more-prices", Files.readString(file("prices")))).isZero();
      Await.until(
          "the configuration",
          () ->
              log.lines().stream()
                  .anyMatch(line -> line.contains("configuration was read again and is in force")));
    }
  }

  @Test
  void documents_are_listed_and_printed_and_replaced_only_over_the_version_that_is_said()
      throws Exception {
    assertThat(run("cluster", "documents")).isZero();
    assertThat(out.toString())
        .containsPattern("keys +version 1 ")
        .containsPattern("policies +version 1 ")
        .contains(System.getProperty("user.name"));
    out.getBuffer().setLength(0);
    assertThat(run("cluster", "documents", "--json")).isZero();
    assertThat(Reply.JSON.readTree(out.toString().lines().toList().getLast()).path("name"))
        .hasToString("\"prices\"");
    out.getBuffer().setLength(0);
    assertThat(run("cluster", "get", "prices")).isZero();
    assertThat(out).hasToString(Files.readString(file("prices")));
    assertThat(run("cluster", "get", "nothing")).isEqualTo(Tollgate.FOUND_WRONG);

    String prices = file("prices").toString();
    assertThat(run("cluster", "publish", "prices", prices, "--over", "0"))
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(run("cluster", "publish", "prices", prices, "--over", "1")).isZero();
    assertThat(run("cluster", "publish", "prices", prices, "--over", "1"))
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(run("cluster", "publish", "unnamed", prices)).isEqualTo(Tollgate.INVALID);
    assertThat(run("cluster", "publish", "Prices", prices)).isEqualTo(Tollgate.INVALID);
    assertThat(run("cluster", "publish", "keys", prices)).isEqualTo(Tollgate.INVALID);
    assertThat(err.toString())
        .contains("prices is not of version 0: nothing was changed.")
        .contains("names no store:unnamed")
        .contains("(named: keys, policies, prices)");

    assertThat(run("keys", "create", "--name", "by command")).isZero();
    assertThat(err.toString()).contains("is in store:keys as a digest");
    assertThat(run("budgets", "set", "b", "--scope", "everything", "--limit", "5")).isZero();
    assertThat(err.toString()).contains("Budget b is in store:keys.");
    assertThat(run("config", "check")).isZero();
    assertThat(run("policy", "check")).isZero();
    // No command writes the copies of a gateway.
    assertThat(cluster.nodes.getFirst().files.folder().resolve("ledger")).doesNotExist();
  }
}
