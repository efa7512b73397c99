package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchTest {

  @Test
  void pieces_that_lie_next_to_each_other_are_not_copied() {
    byte[] chunk = new byte[100];
    new SplittableRandom(20_261_204).nextBytes(chunk);
    Batch batch = new Batch();
    batch.add(chunk, 0, 30);
    batch.add(chunk, 30, 40);
    Buffer all = batch.take();

    assertThat(all.getBytes()).isEqualTo(Arrays.copyOf(chunk, 70));
    assertThat(((BufferInternal) all).getByteBuf().array()).isSameAs(chunk);
    assertThat(batch.isEmpty()).isTrue();
  }

  @Test
  void pieces_from_anywhere_are_put_together_and_what_was_taken_stays_as_it_was() {
    long seed = 20_261_205;
    SplittableRandom random = new SplittableRandom(seed);
    Batch batch = new Batch();
    for (int round = 0; round < 500; round++) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      byte[] chunk = new byte[9_000];
      random.nextBytes(chunk);
      int at = 0;
      for (int pieces = random.nextInt(1, 30); pieces > 0; pieces--) {
        if (random.nextInt(4) == 0) {
          chunk = new byte[9_000];
          random.nextBytes(chunk);
          at = 0;
        }
        int bytes = random.nextInt(1, 300);
        batch.add(chunk, at, bytes);
        expected.write(chunk, at, bytes);
        at += bytes + (random.nextInt(3) == 0 ? 1 : 0);
      }
      Buffer all = batch.take();
      batch.add(new byte[] {1, 2, 3}, 0, 3);
      batch.add(new byte[] {4}, 0, 1);
      assertThat(all.getBytes()).as("seed %d", seed).isEqualTo(expected.toByteArray());
      assertThat(batch.take().getBytes()).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void a_large_piece_is_a_batch_of_its_own() {
    Batch batch = new Batch();
    assertThat(batch.takes(1 << 20)).isTrue();
    batch.add(new byte[1_000], 0, 1_000);
    assertThat(batch.takes(1_000)).isTrue();
    assertThat(batch.takes(1 << 20)).isFalse();
  }
}
