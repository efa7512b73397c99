package io.tollgate.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents in a real PostgreSQL. */
final class DocumentsTest {

  private StoreConnections connections;
  private Documents documents;

  @BeforeEach
  void start() throws Exception {
    connections = new StoreConnections(Postgres.database());
    documents = new Documents(connections);
  }

  @AfterEach
  void stop() {
    connections.close();
  }

  @Test
  void what_is_written_is_read_and_listed_with_when_and_by_whom() throws Exception {
    assertThat(documents.read("keys")).isNull();
    assertThat(documents.list()).isEmpty();
    Document first = documents.edit("keys", "ada", present -> present == null ? "é\n" : "?");
    assertThat(first.version()).isEqualTo(1);
    assertThat(documents.read("keys")).isEqualTo(first);
    Document second =
        documents.edit(
            "keys", "bob", present -> (present == null ? "?" : present.text()) + "two\n");
    assertThat(second).isEqualTo(documents.read("keys"));
    assertThat(second.text()).isEqualTo("é\ntwo\n");
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.changedAt()).isAfter(first.changedAt());
    documents.edit("a.policy", "ada", _ -> "");
    assertThat(documents.list())
        .containsExactly(
            new Document.Entry("a.policy", 1, 0, documents.list().getFirst().changedAt(), "ada"),
            new Document.Entry("keys", 2, 7, second.changedAt(), "bob"));
  }

  @Test
  void of_edits_at_once_on_three_nodes_none_is_lost_and_none_is_asked_twice() throws Exception {
    documents.edit("keys", "first", _ -> "");
    int edits = 60;
    AtomicInteger asked = new AtomicInteger();
    CyclicBarrier barrier = new CyclicBarrier(3);
    List<Future<Integer>> nodes = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int node = 0; node < 3; node++) {
        String by = "node-" + node;
        nodes.add(
            pool.submit(() -> {
              Documents own = new Documents(connections);
              barrier.await();
              for (int i = 0; i < edits / 3; i++) {
                String line = by + " " + i + "\n";
                own.edit(
                    "keys",
                    by,
                    present -> {
                      asked.incrementAndGet();
                      return (present == null ? "?" : present.text()) + line;
                    });
              }
              return 0;
            }));
      }
      for (Future<Integer> node : nodes) {
        node.get();
      }
    }
    Document now = Objects.requireNonNull(documents.read("keys"));
    assertThat(now.version()).isEqualTo(1 + edits);
    assertThat(now.text().lines().distinct()).hasSize(edits);
    assertThat(asked).hasValue(edits);
  }

  @Test
  void of_two_that_make_a_document_at_once_the_second_sees_the_first() throws Exception {
    Document now;
    AtomicInteger asked = new AtomicInteger();
    now =
        documents.edit(
            "keys",
            "slow",
            present -> {
              if (asked.incrementAndGet() == 1) {
                documents.edit("keys", "fast", _ -> "fast\n");
              }
              return (present == null ? "" : present.text()) + "slow\n";
            });
    assertThat(now.text()).isEqualTo("fast\nslow\n");
    assertThat(now.version()).isEqualTo(2);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoever_comes_with_an_older_version_changes_nothing() throws Exception {
    assertThat(documents.replace("policies", 1, "none to replace", "ada")).isNull();
    assertThat(documents.replace("policies", 0, "one", "ada")).isNotNull();
    assertThat(documents.replace("policies", 0, "one again", "bob")).isNull();
    assertThat(documents.replace("policies", 1, "two", "ada")).isNotNull();
    assertThat(documents.replace("policies", 1, "two of another", "bob")).isNull();
    Document now = Objects.requireNonNull(documents.read("policies"));
    assertThat(now.text()).isEqualTo("two");
    assertThat(now.version()).isEqualTo(2);
  }

  @Test
  void a_change_that_refuses_changes_nothing_and_leaves_no_lock() throws Exception {
    documents.edit("keys", "ada", _ -> "one");
    assertThatThrownBy(() ->
            documents.edit(
                "keys",
                "bob",
                _ -> {
                  throw new IllegalArgumentException("no");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(documents.edit("keys", "ada", _ -> "two").version()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Keys", ".keys", "../keys", "a/b", "a b", "kéys", "-keys"})
  void what_is_no_name_is_refused(String name) throws Exception {
    assertThat(Document.isName(name)).isFalse();
    assertThatThrownBy(() -> documents.edit(name, "ada", _ -> "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no name of a document");
    assertThat(documents.list()).isEmpty();
  }

  @Test
  void names_are_as_long_as_64_characters() {
    assertThat(Document.isName("a".repeat(64))).isTrue();
    assertThat(Document.isName("a".repeat(65))).isFalse();
    assertThat(Document.isName("0.keys_of-all")).isTrue();
  }

  @Test
  void a_store_that_does_not_answer_says_so() {
    try (StoreConnections nowhere =
        new StoreConnections(
            new StoreSettings(
                "postgresql://127.0.0.1:1/none", "nobody", null, StoreSettings.EXPIRY))) {
      assertThatThrownBy(() -> new Documents(nowhere).read("keys"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("The store does not answer");
    }
  }
}
