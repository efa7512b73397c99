package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentWritesTest {

  private final RecentWrites recent = new RecentWrites();

  private static Written write(long firstSeq, int entries) {
    long last = firstSeq + entries - 1;
    List<Entry> all = Collections.nCopies(entries, Samples.reserve("r1"));
    return new Written(firstSeq, all, new Position(1, last, last, false, last, HashChain.ZEROS));
  }

  @Test
  void writes_are_taken_one_after_the_other_each_once() {
    recent.add(write(1, 3));
    recent.add(write(4, 1));

    assertThat(recent.after(0)).isEqualTo(write(1, 3));
    assertThat(recent.after(0)).isNull();
    assertThat(recent.after(3)).isEqualTo(write(4, 1));
    assertThat(recent.after(4)).isNull();
  }

  @Test
  void a_write_behind_a_gap_waits_until_the_gap_was_read_elsewhere() {
    recent.add(write(1, 2));
    recent.add(Written.NOTHING);
    recent.add(write(5, 2));

    assertThat(recent.after(0)).isEqualTo(write(1, 2));
    assertThat(recent.after(2)).isNull();
    assertThat(recent.after(3)).isNull();
    assertThat(recent.after(4)).isEqualTo(write(5, 2));
  }

  @Test
  void a_write_that_was_partly_read_elsewhere_is_let_go() {
    recent.add(write(1, 4));
    recent.add(write(5, 1));

    assertThat(recent.after(2)).isNull();
    assertThat(recent.after(4)).isEqualTo(write(5, 1));
  }

  @Test
  void of_more_than_it_keeps_the_oldest_are_let_go() {
    for (int i = 0; i < 100; i++) {
      recent.add(write(1 + 1000L * i, 1000));
    }

    assertThat(recent.after(0)).isNull();
    assertThat(recent.after(91_000)).isNull();
    assertThat(recent.after(92_000)).isEqualTo(write(92_001, 1000));
  }
}
