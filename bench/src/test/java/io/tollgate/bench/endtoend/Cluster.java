package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.bench.rig.RigFiles;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.config.SecretSource;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gateways that share a PostgreSQL, in front of one simulated provider: {@code flat/rate} asks for
 * nothing but its output, so that what an answer costs is known to the pico-dollar.
 */
final class Cluster implements AutoCloseable {

  static final String FLAT = "flat/rate";

  /** Of an answer of ten tokens at a millionth of a dollar each. */
  static final long TEN_TOKENS_PICO = 10_000_000;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** One of the gateways: in this process or in one of its own. */
  static final class Node {
    final String name;
    final RigFiles files;
    final int dataPort;
    final int adminPort;
    private @Nullable Gateway gateway;
    private @Nullable GatewayProcess process;

    private Node(String name, RigFiles files, int dataPort, int adminPort) {
      this.name = name;
      this.files = files;
      this.dataPort = dataPort;
      this.adminPort = adminPort;
    }

    void start() throws Exception {
      gateway =
          Gateway.start(
              ConfigSource.file(files.config(), new SecretSource(Map.of())),
              InstantSource.system());
    }

    /** Has it read its files at once. */
    void reload() {
      if (gateway != null) {
        gateway.reload();
      }
    }

    void startProcess() throws IOException, InterruptedException {
      GatewayProcess started =
          GatewayProcess.start(
              files.config(),
              adminPort,
              files.folder().resolve("gateway.log"),
              List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      process = started;
      started.awaitReady();
    }

    void kill() throws InterruptedException {
      GatewayProcess running = process;
      if (running != null) {
        running.kill();
      }
      process = null;
    }

    void stop() throws InterruptedException {
      if (gateway != null) {
        gateway.close();
      }
      if (process != null) {
        process.close();
      }
      gateway = null;
      process = null;
    }

    Path ledger() {
      return files.folder().resolve("ledger");
    }

    /** How a budget stands, as this gateway knows it. */
    JsonNode budget(String id) {
      for (JsonNode budget : admin("/admin/v1/budgets").path("budgets")) {
        if (budget.path("id").stringValue("").equals(id)) {
          return budget;
        }
      }
      throw new AssertionError("no budget " + id);
    }

    Picodollars spent(String id) {
      return Picodollars.ofDollars(budget(id).path("spent_usd").stringValue(""));
    }

    JsonNode admin(String path) {
      return Reply.JSON.readTree(text(path));
    }

    /** The value of a metric without labels. */
    double metric(String name) {
      return text("/metrics")
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private String text(String path) {
      try {
        return CLIENT
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                    .timeout(Await.PATIENCE)
                    .build(),
                BodyHandlers.ofString())
            .body();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  final Rig rig;
  final List<Node> nodes;

  private Cluster(Rig rig, List<Node> nodes) {
    this.rig = rig;
    this.nodes = nodes;
  }

  /**
   * Gateways that are yet to be started.
   *
   * @param settings further lines of all configurations
   * @param behaviour how the provider answers
   */
  static Cluster of(Path folder, int count, String settings, SimulatedModel behaviour)
      throws IOException {
    DemoProvider flat =
        Stage.provider(
            "flat",
            ModelClass.LOCAL,
            behaviour.pricedAt(new TokenPrices(0, 0, 1_000_000)),
            600_000);
    Rig rig = Rig.start(folder.resolve("rig"), List.of(flat), "policies: [{name: default}]\n", "");
    List<Node> nodes = new ArrayList<>();
    int port = rig.adminPort() + 1;
    for (int i = 1; i <= count; i++) {
      String name = "node-" + i;
      int dataPort = Rig.freePort(port);
      int adminPort = Rig.freePort(dataPort + 1);
      port = adminPort + 1;
      RigFiles files = new RigFiles(folder.resolve(name));
      files.write(
          List.of(new RigFiles.Running(flat, rig.provider("flat").baseUrl())),
          rig.key(),
          "policies: [{name: default}]\n",
          "{ data_host: 127.0.0.1, data_port: " + dataPort + ", admin_port: " + adminPort + " }",
          "node: " + name + "\n" + settings);
      nodes.add(new Node(name, files, dataPort, adminPort));
    }
    return new Cluster(rig, nodes);
  }

  static SimulatedModel instant() {
    return SimulatedModel.instant("rate");
  }

  /** The id of the key that all of them accept. */
  String key() {
    return rig.key().substring(3, 15);
  }

  /** These are the units, the key and the budgets of all gateways. */
  void put(List<Unit> units, VirtualKey key, Budget... budgets) throws IOException {
    for (Node node : nodes) {
      KeyFile.write(
          node.files.folder().resolve("keys.yaml"),
          Directory.of(units, List.of(key), List.of(budgets)));
    }
  }

  void start() throws Exception {
    for (Node node : nodes) {
      node.start();
    }
  }

  /** Asks one of the gateways for ten tokens. */
  Reply tenTokens(Node node) throws IOException, InterruptedException {
    return tenTokens(node, rig.key());
  }

  Reply tenTokens(Node node, String key) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + node.dataPort + "/v1/chat/completions"))
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(ofString(Stage.chat(FLAT, "Hello [[tokens:10]]", "\"max_tokens\":10")))
            .build();
    return Stage.send(CLIENT, request);
  }

  /** So many requests for ten tokens at the same moment, to all gateways in turn. */
  List<Reply> atOnce(int parallel) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(parallel);
    List<Reply> replies = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> futures = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        Node node = nodes.get(i % nodes.size());
        futures.add(
            pool.submit(() -> {
              barrier.await();
              return tenTokens(node);
            }));
      }
      for (Future<Reply> future : futures) {
        replies.add(future.get());
      }
    }
    return replies;
  }

  /** Answers that the provider may bill. */
  int billed() {
    return rig.provider("flat").billLog().records().size();
  }

  @Override
  public void close() throws InterruptedException {
    for (Node node : nodes) {
      node.stop();
    }
    rig.close();
  }
}
