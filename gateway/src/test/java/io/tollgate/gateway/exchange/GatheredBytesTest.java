package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GatheredBytesTest {

  private static byte[] bytesOf(GatheredBytes gathered) {
    return Arrays.copyOfRange(
        gathered.array(), gathered.offset(), gathered.offset() + gathered.length());
  }

  @Test
  void pieces_of_any_size_are_put_together_and_counted_as_they_are_kept() {
    long seed = 20_261_121;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      HeldBytes held = new HeldBytes(() -> 1L << 30);
      HeldBytes.Share share = held.share();
      GatheredBytes gathered = new GatheredBytes(share, HeldBytes.Use.BODY, 1 << 20);
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      for (int pieces = random.nextInt(1, 40); pieces > 0; pieces--) {
        byte[] piece = new byte[random.nextInt(0, random.nextBoolean() ? 4 : 9_000)];
        random.nextBytes(piece);
        expected.writeBytes(piece);
        assertThat(gathered.add(Buffer.buffer(piece))).isTrue();
        assertThat(held.held()).isGreaterThanOrEqualTo(gathered.length());
      }
      assertThat(bytesOf(gathered)).as("seed %d", seed).isEqualTo(expected.toByteArray());
      share.close();
      assertThat(held.held()).isZero();
    }
  }

  @Test
  void what_there_is_no_room_for_is_not_kept_and_answers_have_the_last_quarter() {
    HeldBytes held = new HeldBytes(() -> 1_000);
    HeldBytes.Share share = held.share();
    GatheredBytes body = new GatheredBytes(share, HeldBytes.Use.BODY, 10_000);
    assertThat(body.add(Buffer.buffer(new byte[750]))).isTrue();
    assertThat(held.hasRoomFor(1, HeldBytes.Use.BODY)).isFalse();
    assertThat(body.add(Buffer.buffer(new byte[1]))).isFalse();
    assertThat(body.length()).isEqualTo(750);
    GatheredBytes answer = new GatheredBytes(held.share(), HeldBytes.Use.ANSWER, 10_000);
    assertThat(answer.add(Buffer.buffer(new byte[250]))).isTrue();
    assertThat(answer.add(Buffer.buffer(new byte[1]))).isFalse();
    body.clear();
    assertThat(held.held()).isEqualTo(250);
    share.close();
    share.close();
    assertThat(held.held()).isEqualTo(250);
    assertThat(body.add(Buffer.buffer(new byte[1]))).as("after the request has left").isFalse();
  }
}
