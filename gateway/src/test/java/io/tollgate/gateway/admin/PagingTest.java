package io.tollgate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.admin.Paging.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagingTest {

  private record Row(String id, int kind) {}

  private static Page<String> page(
      @Nullable String limit, @Nullable String after, List<String> ids) {
    return new Paging(limit, after).of(ids, Function.identity());
  }

  @Test
  void where_nothing_is_said_a_list_of_up_to_100_is_shown_whole() {
    List<String> hundred = IntStream.range(100, 200).mapToObj(i -> "id" + i).toList();
    assertThat(page(null, null, hundred)).isEqualTo(new Page<>(hundred, null, 100));
    List<String> more = new ArrayList<>(hundred);
    more.add("id200");
    assertThat(page(null, null, more)).isEqualTo(new Page<>(hundred, "id199", 100));
    assertThat(page(null, "id199", more)).isEqualTo(new Page<>(List.of("id200"), null, 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "x", "", "1.5", "99999999999", " 5", "٣"})
  void another_limit_than_1_to_1000_is_refused(String limit) {
    assertThatThrownBy(() -> page(limit, null, List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessage("limit: expected: a whole number from 1 to 1000");
  }

  @Test
  void every_item_is_in_one_part_whatever_the_limit_and_the_order_they_are_kept_in() {
    List<String> sorted = IntStream.range(100, 157).mapToObj(i -> "id" + i).toList();
    List<String> kept = new ArrayList<>(sorted);
    Collections.shuffle(kept, new Random(5));
    for (int limit : List.of(1, 2, 7, 56, 57, 58, 1_000)) {
      List<String> seen = new ArrayList<>();
      String after = null;
      do {
        Page<String> page = page("" + limit, after, kept);
        assertThat(page.items()).hasSizeBetween(1, limit);
        seen.addAll(page.items());
        after = page.next();
      } while (after != null);
      assertThat(seen).isEqualTo(sorted);
    }
  }

  @Test
  void what_is_removed_or_made_meanwhile_moves_nothing_else() {
    Page<String> first = page("2", null, List.of("a", "b", "d", "e"));
    assertThat(first.next()).isEqualTo("b");
    assertThat(page("2", first.next(), List.of("a", "c", "d", "e")).items())
        .containsExactly("c", "d");
    assertThat(page("2", "z", List.of("a", "b"))).isEqualTo(new Page<>(List.of(), null, 2));
  }

  @Test
  void rows_of_one_id_count_as_one_and_stay_together() {
    List<Row> rows =
        List.of(
            new Row("b", 1), new Row("a", 2), new Row("b", 0), new Row("a", 1), new Row("c", 0));
    Page<Row> page = new Paging("2", null).of(rows, Row::id);
    assertThat(page.items())
        .containsExactly(new Row("a", 2), new Row("a", 1), new Row("b", 1), new Row("b", 0));
    assertThat(page.next()).isEqualTo("b");
  }
}
