package io.tollgate.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.store.SharedDocuments.Lack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's copies of documents in a real PostgreSQL. */
final class SharedDocumentsTest {

  private static final long PATIENCE_SECONDS = 10;

  /** So long that nothing is found by a look while a test runs. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private final BlockingQueue<Set<String>> changed = new LinkedBlockingQueue<>();
  private StoreSettings settings;
  private StoreConnections connections;
  private Documents documents;

  @BeforeEach
  void start() throws Exception {
    settings = Postgres.database();
    connections = new StoreConnections(settings);
    documents = new Documents(connections);
  }

  @AfterEach
  void stop() {
    connections.close();
  }

  private Set<String> nextChange() throws InterruptedException {
    Set<String> next = changed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("a change").isNotNull();
    return next;
  }

  private String copy(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private void sql(String statement) throws Exception {
    try (Connection connection = connections.open();
        Statement change = connection.createStatement()) {
      change.execute(statement);
    }
  }

  @Test
  void what_is_named_is_copied_and_what_is_lacking_is_told() throws Exception {
    documents.edit("policies", "ada", _ -> "one");
    try (SharedDocuments shared = new SharedDocuments(settings, folder)) {
      assertThat(shared.fetch(List.of("policies", "keys"))).isEqualTo(Map.of("keys", Lack.NOWHERE));
      assertThat(copy("policies")).isEqualTo("one");
      documents.edit("keys", "ada", _ -> "key");
      assertThat(shared.fetch(List.of("policies", "keys"))).isEmpty();
      assertThat(copy("keys")).isEqualTo("key");
    }
  }

  @Test
  void a_document_that_was_lacking_is_told_when_it_is_made() throws Exception {
    try (SharedDocuments shared = new SharedDocuments(settings, folder)) {
      assertThat(shared.fetch(List.of("keys"))).isEqualTo(Map.of("keys", Lack.NOWHERE));
      shared.start(changed::add);
      documents.edit("keys", "ada", _ -> "made");
      assertThat(nextChange()).containsExactly("keys");
      assertThat(shared.fetch(List.of("keys"))).isEmpty();
      assertThat(copy("keys")).isEqualTo("made");
    }
  }

  @Test
  void a_change_is_heard_without_any_look() throws Exception {
    documents.edit("policies", "ada", _ -> "one");
    documents.edit("others", "ada", _ -> "not named here");
    try (SharedDocuments shared = new SharedDocuments(settings, folder, NEVER)) {
      shared.fetch(List.of("policies"));
      shared.start(changed::add);
      // The look right after connecting finds this one, or the notice tells it.
      documents.edit("policies", "ada", _ -> "two");
      assertThat(nextChange()).containsExactly("policies");
      documents.edit("others", "bob", _ -> "nor this");
      documents.edit("policies", "ada", _ -> "three");
      assertThat(nextChange()).containsExactly("policies");
      assertThat(copy("policies")).isEqualTo("three");
    }
    assertThat(folder.resolve("others")).doesNotExist();
  }

  @Test
  void a_change_that_nobody_tells_is_found_by_the_look_of_every_second() throws Exception {
    documents.edit("keys", "ada", _ -> "one");
    try (SharedDocuments shared = new SharedDocuments(settings, folder)) {
      shared.fetch(List.of("keys"));
      shared.start(changed::add);
      List<Long> tookMs = new ArrayList<>();
      // The first may be found by the look that follows connecting, or beside a notice.
      documents.edit("keys", "ada", _ -> "told");
      assertThat(nextChange()).containsExactly("keys");
      for (int i = 0; i < 3; i++) {
        long before = System.nanoTime();
        sql(
            "update document set version = version + 1, body = 'not told "
                + i
                + "' where name = 'keys'");
        assertThat(nextChange()).containsExactly("keys");
        assertThat(copy("keys")).isEqualTo("not told " + i);
        tookMs.add((System.nanoTime() - before) / 1_000_000);
      }
      System.out.println("Changes of which the notice is lost, in ms: " + tookMs);
    }
  }

  @Test
  void the_copy_of_the_node_that_edits_has_the_edit_when_it_returns() throws Exception {
    documents.edit("keys", "ada", _ -> "one");
    try (SharedDocuments shared = new SharedDocuments(settings, folder)) {
      shared.fetch(List.of("keys"));
      shared.edit("keys", "ada", present -> (present == null ? "" : present.text()) + " two");
      assertThat(copy("keys")).isEqualTo("one two");
    }
  }

  @Test
  void a_copy_that_somebody_has_edited_or_deleted_is_put_back() throws Exception {
    documents.edit("keys", "ada", _ -> "one");
    try (SharedDocuments shared = new SharedDocuments(settings, folder)) {
      shared.fetch(List.of("keys"));
      shared.start(changed::add);
      Files.writeString(folder.resolve("keys"), "mine");
      assertThat(nextChange()).containsExactly("keys");
      assertThat(copy("keys")).isEqualTo("one");
      Files.delete(folder.resolve("keys"));
      assertThat(nextChange()).containsExactly("keys");
      assertThat(copy("keys")).isEqualTo("one");
    }
  }

  @Test
  void a_store_brought_back_from_a_backup_is_read_anew_whatever_its_versions_say()
      throws Exception {
    documents.edit("keys", "ada", _ -> "one");
    try (SharedDocuments shared = new SharedDocuments(settings, folder)) {
      shared.fetch(List.of("keys"));
      shared.start(changed::add);
      documents.edit("keys", "ada", _ -> "two");
      assertThat(nextChange()).containsExactly("keys");
      sql("update document set body = 'other two' where name = 'keys'");
      sql(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
      assertThat(nextChange()).containsExactly("keys");
      assertThat(copy("keys")).isEqualTo("other two");
    }
  }

  @Test
  void whoever_reads_a_copy_reads_all_of_one_text() throws Exception {
    String even = "even\n".repeat(20_000);
    String odd = "odd\n".repeat(20_000);
    documents.edit("keys", "ada", _ -> even);
    AtomicBoolean over = new AtomicBoolean();
    try (SharedDocuments shared = new SharedDocuments(settings, folder)) {
      shared.fetch(List.of("keys"));
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 100; i++) {
                    String next = i % 2 == 0 ? odd : even;
                    shared.edit("keys", "ada", _ -> next);
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                } finally {
                  over.set(true);
                }
              });
      while (!over.get()) {
        assertThat(copy("keys")).isIn(even, odd);
      }
      writer.join();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("keys"));
    }
    Document now = Objects.requireNonNull(documents.read("keys"));
    assertThat(now.version()).isEqualTo(101);
  }

  @Test
  void without_a_store_the_last_copies_are_what_there_is() throws Exception {
    Files.writeString(folder.resolve("keys"), "of yesterday");
    StoreSettings nowhere =
        new StoreSettings("postgresql://127.0.0.1:1/none", "nobody", null, StoreSettings.EXPIRY);
    try (SharedDocuments shared = new SharedDocuments(nowhere, folder)) {
      assertThat(shared.fetch(List.of("keys", "policies")))
          .isEqualTo(Map.of("policies", Lack.NO_COPY));
      assertThat(copy("keys")).isEqualTo("of yesterday");
    }
  }
}
