package io.tollgate.gateway.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.openai.chat.ChatRequest;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.upstream.Buffers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeapBytesTest {

  private static final byte[] BYTES = "0123456789".getBytes(US_ASCII);

  private static String text(HeapBytes bytes) {
    return new String(bytes.array(), bytes.offset(), bytes.length(), US_ASCII);
  }

  @Test
  void the_bytes_of_a_buffer_on_the_heap_are_not_copied() {
    Buffer buffer = Buffers.of(BYTES, 2, 5);
    HeapBytes bytes = HeapBytes.of(buffer);

    assertThat(bytes.array()).isSameAs(BYTES);
    assertThat(bytes.offset()).isEqualTo(2);
    assertThat(bytes.length()).isEqualTo(5);
    assertThat(text(bytes)).isEqualTo("23456").isEqualTo(buffer.toString(US_ASCII));
  }

  @Test
  void a_slice_and_what_was_appended_to_are_seen_as_they_are() {
    assertThat(text(HeapBytes.of(Buffer.buffer("abcdef").slice(1, 4)))).isEqualTo("bcd");
    assertThat(text(HeapBytes.of(Buffer.buffer("ab").appendString("cd")))).isEqualTo("abcd");
    assertThat(text(HeapBytes.of(Buffer.buffer()))).isEmpty();
  }

  @Test
  void bytes_that_are_not_on_the_heap_are_copied() {
    ByteBuf direct = Unpooled.directBuffer().writeBytes(BYTES);
    ByteBuf both =
        Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(BYTES), Unpooled.wrappedBuffer(BYTES));

    assertThat(text(HeapBytes.of(BufferInternal.buffer(direct)))).isEqualTo("0123456789");
    assertThat(text(HeapBytes.of(BufferInternal.buffer(both)))).isEqualTo("01234567890123456789");
    direct.release();
  }

  @Test
  void the_slices_of_a_message_are_one_buffer_and_a_single_one_is_not_copied()
      throws MalformedRequest {
    byte[] body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
            .getBytes(US_ASCII);
    Buffer spliced = Buffers.of(ChatRequest.read(body).splice("other", false));
    Buffer whole = Buffers.of(Segments.of(body, 0, body.length));

    assertThat(spliced.toString(US_ASCII))
        .isEqualTo(new String(body, US_ASCII).replace("\"auto\"", "\"other\""));
    Arrays.fill(body, body.length - 10, body.length, (byte) '!');
    assertThat(whole.toString(US_ASCII)).as("no copy was made").endsWith("!!!!!!!!!!");
  }
}
