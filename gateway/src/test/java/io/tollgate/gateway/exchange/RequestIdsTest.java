package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

  @Test
  void an_id_is_a_prefix_and_26_characters_that_cannot_be_misread() {
    RequestIds ids = new RequestIds(new SplittableRandom(1));

    for (long millis : new long[] {0, 1, 1_795_234_171_571L, (1L << 50) - 1}) {
      assertThat(ids.next(millis)).matches("req_[0-9a-hjkmnp-tv-z]{26}");
    }
  }

  @Test
  void ids_sort_by_their_time() {
    RequestIds ids = new RequestIds(new SplittableRandom(2));
    SplittableRandom steps = new SplittableRandom(3);
    List<String> inOrder = new ArrayList<>();
    long millis = 1_795_234_171_571L;
    for (int i = 0; i < 2_000; i++) {
      millis += 1 + steps.nextLong(1L << steps.nextInt(40));
      inOrder.add(ids.next(millis));
    }

    assertThat(inOrder).as("seeds 2 and 3").isSorted();
  }

  @Test
  void the_time_can_be_read_from_an_id() {
    String id = new RequestIds(new SplittableRandom(4)).next(33);

    assertThat(id).startsWith("req_0000000011");
  }

  @Test
  void ids_of_one_millisecond_are_unique() {
    RequestIds ids = new RequestIds(new SplittableRandom(5));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      assertThat(seen.add(ids.next(1_795_234_171_571L))).as("seed 5, id %d is new", i).isTrue();
    }
  }

  @Test
  void every_place_after_the_time_varies() {
    RequestIds ids = new RequestIds(new SplittableRandom(6));
    List<Set<Character>> places = new ArrayList<>();
    for (int place = 0; place < 30; place++) {
      places.add(new HashSet<>());
    }
    for (int i = 0; i < 2_000; i++) {
      String id = ids.next(0);
      for (int place = 14; place < 30; place++) {
        places.get(place).add(id.charAt(place));
      }
    }

    assertThat(places.subList(14, 30))
        .as("seed 6")
        .allSatisfy(seen -> assertThat(seen).hasSize(32));
  }

  @Test
  void the_time_can_be_read_from_an_id_and_from_nothing_else() {
    RequestIds ids = new RequestIds(new SplittableRandom(7));
    long now = 1_795_000_000_123L;
    assertThat(RequestIds.time(ids.next(now))).isEqualTo(Instant.ofEpochMilli(now));
    for (String other :
        List.of("", "req_", ids.next(now) + "0", ids.next(now).toUpperCase(Locale.ROOT))) {
      assertThat(RequestIds.time(other)).as(other).isNull();
    }
    assertThat(RequestIds.time(ids.next(now).substring(0, 29) + "u")).isNull();
  }
}
