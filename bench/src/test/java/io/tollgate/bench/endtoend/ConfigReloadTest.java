package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.DRIP;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration itself edited under a running gateway: the watcher sees to the rest. */
class ConfigReloadTest {

  @TempDir private Path folder;
  private Stage stage;
  private String config;

  @BeforeEach
  void start() throws Exception {
    stage = Stage.start(folder);
    config = Files.readString(stage.rig.files().config());
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private void write(String text) throws IOException {
    Files.writeString(stage.rig.files().config(), text);
  }

  private Reply post(String body) {
    try {
      return stage.post(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitStatus(String model, int status) {
    Await.until("status " + status, () -> post(Stage.chat(model, "Hi")).status(), s -> s == status);
  }

  private static String awaitLine(CapturedLog log, String part) {
    return Await.until(
        "a log line with " + part,
        () -> log.lines().stream().filter(line -> line.contains(part)).findFirst().orElse(""),
        line -> !line.isEmpty());
  }

  @Test
  void a_provider_that_moves_is_found_and_what_runs_stays_where_it_is() throws Exception {
    String moved = stage.rig.provider("slow").baseUrl();
    String nowhere = config.replace(moved, "http://127.0.0.1:1/v1");
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> running =
          other.submit(() -> stage.post(Stage.stream(DRIP, "Hello [[tokens:200]]")));
      assertThat(stage.bill("slow").awaitSeen(1, Await.PATIENCE)).isTrue();
      write(nowhere);
      awaitStatus(DRIP, 502);
      assertThat(running.isDone()).as("the stream has ended before").isFalse();
      Reply reply = running.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(reply.done()).isTrue();
      assertThat(reply.broken()).isFalse();
    }
    write(config);
    awaitStatus(DRIP, 200);
  }

  @Test
  void deadlines_of_a_provider_hold_for_the_requests_that_begin_after_their_change()
      throws Exception {
    String hasty = config.replace("name: slow\n", "name: slow\n    deadlines: { total: 100ms }\n");
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> running =
          other.submit(() -> stage.post(Stage.stream(DRIP, "Hello [[tokens:200]]")));
      assertThat(stage.bill("slow").awaitSeen(1, Await.PATIENCE)).isTrue();
      write(hasty);
      Await.until(
          "an answer that is too late",
          () -> post(Stage.chat(DRIP, "Hi [[tokens:50]]")).status() != 200);
      assertThat(running.isDone()).as("the stream has ended before").isFalse();
      assertThat(running.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS).done()).isTrue();
    }
  }

  @Test
  void a_secret_that_is_rotated_in_its_file_is_used_from_then_on() throws Exception {
    Path key = folder.resolve("cheap.key");
    String right = Files.readString(key);
    Files.writeString(key, "sk-rotated");
    // The provider knows it not yet.
    Await.until("the new key", () -> post(Stage.chat(SWIFT, "Hi")).status() != 200);
    Files.writeString(key, right);
    awaitStatus(SWIFT, 200);
  }

  @Test
  void what_cannot_change_is_named_and_the_rest_is_in_force() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      write(
          config
              .replace("data_dir: ledger", "data_dir: elsewhere\ndurability: disk\nnode: other")
              .replaceFirst("data_port: \\d+", "data_port: 1")
              .replace("providers:\n", "limits: { body_bytes: 2000 }\nproviders:\n"));
      assertThat(awaitLine(log, "next start"))
          .startsWith("WARN node, listen, data_dir, durability cannot be changed");
    }
    Reply large = post(Stage.chat(SWIFT, "x".repeat(3000)));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.body()).contains("2000 bytes");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
    assertThat(stage.admin("/metrics").body())
        .containsPattern("tollgate_reloads_total\\{file=\"config\",result=\"accepted\"} 1");
  }

  @Test
  void a_broken_configuration_changes_nothing_and_is_named() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      write(config.replace("usage: openai", "usag: openai"));
      assertThat(awaitLine(log, "usag"))
          .startsWith("ERROR not taken")
          .containsPattern("tollgate\\.yaml:\\d+:5: ")
          .contains("usage");
      assertThat(post(Stage.chat("auto", "Hi")).status()).isEqualTo(200);
      write(config.replace("key: file:slow.key", "key: file:missing.key"));
      awaitLine(log, "missing.key");
      assertThat(post(Stage.chat(DRIP, "Hi [[tokens:1]]")).status()).isEqualTo(200);
      // Made good by another file than the one that names it.
      Files.copy(folder.resolve("slow.key"), folder.resolve("missing.key"));
      awaitLine(log, "prices and policies were read again");
    }
    assertThat(stage.admin("/metrics").body())
        .containsPattern("tollgate_reloads_total\\{file=\"config\",result=\"rejected\"} [23]");
  }

  @Test
  void a_provider_is_not_taken_away_while_a_policy_needs_it() throws Exception {
    String without =
        config.substring(0, config.indexOf("  - name: cheap"))
            + config.substring(config.indexOf("  - name: dear"));
    try (CapturedLog log = new CapturedLog()) {
      write(without);
      assertThat(awaitLine(log, "policies.yaml:")).startsWith("ERROR not taken").contains(SWIFT);
      assertThat(post(Stage.chat(SWIFT, "Hi")).status()).isEqualTo(200);
      // The policy that is in the way is edited: both edits come into force at once.
      Files.writeString(stage.rig.files().policies(), Stage.CHEAPEST.replace("cheap/swift, ", ""));
      awaitStatus(SWIFT, 404);
    }
    assertThat(post(Stage.chat("auto", "Hi")).header("x-tollgate-model")).isEqualTo("dear/bright");
    assertThat(stage.admin("/metrics").body()).doesNotContain("file=\"routing\"");
  }

  @Test
  void files_that_are_named_newly_are_watched_and_others_no_longer() throws Exception {
    Path mine = folder.resolve("mine.yaml");
    Files.writeString(mine, "models: {}\n");
    write(config.replace("models: [models.yaml]", "models: [models.yaml, mine.yaml]"));
    Await.until("the configuration", () -> metrics().contains("file=\"config\""));
    Files.writeString(
        mine,
        """
        models:
          extra:
            class: local
            quality: 0.5
            context: 1000
            max_output: 100
            capabilities: []
            deployments: [cheap/swift]
        """);
    awaitStatus("extra", 200);
    write(config);
    awaitStatus("extra", 404);
    try (CapturedLog log = new CapturedLog()) {
      Files.writeString(mine, "models: 7\n");
      Path prices = folder.resolve("prices.yaml");
      Files.writeString(prices, Files.readString(prices) + "# touched\n");
      awaitLine(log, "prices and policies were read again");
      assertThat(log.lines()).noneMatch(line -> line.contains("mine.yaml"));
    }
  }

  @Test
  void a_key_is_revoked_whatever_else_is_broken() throws Exception {
    write("providers: 7\n");
    Files.writeString(stage.rig.files().policies(), "policies: 7\n");
    Await.until("the rejection", () -> metrics().contains("result=\"rejected\""));
    KeyFile.write(folder.resolve("keys.yaml"), List.of());
    Await.until(
        "the refusal",
        Duration.ofSeconds(1),
        () -> post(Stage.chat("auto", "Hi")).status(),
        status -> status == 401);
  }

  @Test
  void another_file_of_keys_is_taken_in_once_it_can_be_read() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      write(config.replace("keys: keys.yaml", "keys: others.yaml"));
      awaitLine(log, "virtual keys cannot be read");
      assertThat(post(Stage.chat("auto", "Hi")).status()).isEqualTo(200);
      KeyFile.write(folder.resolve("others.yaml"), List.of());
      awaitStatus("auto", 401);
      Files.copy(
          folder.resolve("keys.yaml"),
          folder.resolve("others.yaml"),
          StandardCopyOption.REPLACE_EXISTING);
      awaitStatus("auto", 200);
    }
  }

  private String metrics() {
    try {
      return stage.admin("/metrics").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
