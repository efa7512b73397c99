package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
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

  @Test
  void what_was_placed_is_added_in_its_place_however_late_and_whatever_comes_unplaced() {
    long seed = 20_261_202;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      HeldBytes held = new HeldBytes(() -> 1L << 30);
      HeldBytes.Share share = held.share();
      int announced = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 400_000);
      GatheredBytes gathered = new GatheredBytes(share, HeldBytes.Use.BODY, 1 << 20, announced);
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      Deque<Buffer> waiting = new ArrayDeque<>();
      int placedPieces = random.nextInt(1, 20);
      for (int i = 0; i < placedPieces; i++) {
        byte[] piece = piece(random, 30_000);
        expected.writeBytes(piece);
        ByteBuf placed = gathered.place(Unpooled.wrappedBuffer(piece));
        waiting.add(BufferInternal.buffer(Objects.requireNonNull(placed)));
        while (!waiting.isEmpty() && random.nextBoolean()) {
          assertThat(gathered.add(waiting.remove())).isTrue();
        }
      }
      waiting.forEach(piece -> assertThat(gathered.add(piece)).isTrue());
      for (int pieces = random.nextInt(3); pieces > 0; pieces--) {
        byte[] piece = piece(random, 30_000);
        expected.writeBytes(piece);
        assertThat(gathered.add(Buffer.buffer(piece))).isTrue();
      }
      assertThat(bytesOf(gathered)).as("seed %d", seed).isEqualTo(expected.toByteArray());
      assertThat(held.held()).isGreaterThanOrEqualTo(gathered.length());
      share.close();
      assertThat(held.held()).isZero();
    }
  }

  private static byte[] piece(SplittableRandom random, int bytesMax) {
    byte[] piece = new byte[random.nextInt(1, bytesMax)];
    random.nextBytes(piece);
    return piece;
  }

  @Test
  void what_is_announced_is_allocated_once_and_in_proportion_to_what_has_come() {
    HeldBytes held = new HeldBytes(() -> 1L << 30);
    int mega = 1 << 20;
    GatheredBytes body = new GatheredBytes(held.share(), HeldBytes.Use.BODY, 32 * mega, 32 * mega);
    body.place(Unpooled.wrappedBuffer(new byte[1_000]));
    assertThat(held.held()).as("of 32 MB, after 1 kB").isEqualTo(64 << 10);
    body.place(Unpooled.wrappedBuffer(new byte[64 << 10]));
    assertThat(held.held()).as("after 65 kB").isEqualTo(16 * (1_000 + (64 << 10)));

    HeldBytes exact = new HeldBytes(() -> 1L << 30);
    GatheredBytes known = new GatheredBytes(exact.share(), HeldBytes.Use.BODY, 32 * mega, 100_000);
    known.place(Unpooled.wrappedBuffer(new byte[60_000]));
    assertThat(exact.held()).isEqualTo(100_000);
    known.place(Unpooled.wrappedBuffer(new byte[40_000]));
    assertThat(exact.held()).isEqualTo(100_000);
  }

  @Test
  void what_there_is_no_room_for_is_not_placed_and_nothing_behind_it_is() {
    HeldBytes held = new HeldBytes(() -> 100_000);
    GatheredBytes body = new GatheredBytes(held.share(), HeldBytes.Use.BODY, 50_000, 50_000);
    ByteBuf first = body.place(Unpooled.wrappedBuffer(new byte[30_000]));
    assertThat(first).isNotNull();
    assertThat(body.place(Unpooled.wrappedBuffer(new byte[30_000]))).as("too large").isNull();
    assertThat(body.place(Unpooled.wrappedBuffer(new byte[1]))).as("has no place").isNull();
    GatheredBytes other = new GatheredBytes(held.share(), HeldBytes.Use.BODY, 50_000, 50_000);
    assertThat(other.place(Unpooled.wrappedBuffer(new byte[10]))).as("no memory").isNull();
    body.clear();
    assertThat(held.held()).isZero();
    assertThat(body.place(Unpooled.wrappedBuffer(new byte[1]))).as("after its end").isNull();
  }
}
