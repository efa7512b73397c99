package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.HeldBytes;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

  private static final String GET = "GET /%s HTTP/1.1\r\nhost: x\r\nx-a: 1\r\n\r\n";
  private static final String POST =
      "POST /p HTTP/1.1\r\nhost: x\r\ncontent-length: 11\r\n\r\na\n b\r\n\tc\r\n\r\n";
  private static final String CHUNKED =
      String.join(
          "\r\n",
          "POST /c HTTP/1.1",
          "host: x",
          "transfer-encoding: chunked",
          "",
          "4",
          "\n \n ",
          "0",
          "t: 1",
          "",
          "");

  /** What comes of a text that arrives in pieces of a size. */
  private static List<String> decode(String text, int pieceBytes) {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(new Http1ServerConfig()));
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    List<String> requests = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      int length = Math.min(pieceBytes, bytes.length - at);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
      for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
        if (read instanceof HttpObject message && message.decoderResult().isFailure()) {
          requests.add("refused");
        } else if (read instanceof HttpRequest request) {
          requests.add(request.uri());
        }
        ReferenceCountUtil.release(read);
      }
    }
    channel.finishAndReleaseAll();
    return requests;
  }

  @Test
  void whatever_pieces_requests_arrive_in_they_are_the_same_and_bodies_may_look_like_folds() {
    String text = "\r\n" + GET.formatted("a") + POST + "\r\n" + CHUNKED + GET.formatted("b");
    for (int piece = 1; piece <= text.length(); piece++) {
      assertThat(decode(text, piece))
          .as("pieces of %d", piece)
          .containsExactly("/a", "/p", "/c", "/b");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n host: x\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\n y: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nx-a:\r\n\t1\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nx-a: 1\r\n \r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.2\r\nhost: x\r\n\r\n",
        "GET / HTTP/0.9\r\nhost: x\r\n\r\n"
      })
  void row_48_a_folded_header_and_another_version_are_refused_however_they_arrive(String head) {
    String text = GET.formatted("a") + head + GET.formatted("hidden");
    for (int piece = 1; piece <= text.length(); piece++) {
      assertThat(decode(text, piece)).as("pieces of %d", piece).containsExactly("/a", "refused");
    }
  }

  @Test
  void it_knows_how_far_a_request_has_come() {
    RequestDecoder decoder = new RequestDecoder(new Http1ServerConfig());
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    long before = System.nanoTime();
    write(channel, "\r\n");
    assertThat(decoder.isInHead()).isFalse();
    write(channel, "POST / HT");
    assertThat(decoder.isInHead()).isTrue();
    assertThat(decoder.headBegunNanos() - before).isNotNegative();
    write(channel, "TP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n");
    assertThat(decoder.isInHead()).isFalse();
    assertThat(decoder.isInBody()).isTrue();
    write(channel, "{}");
    assertThat(decoder.isInBody()).isFalse();
    assertThat(decoder.isInHead()).isFalse();
    channel.finishAndReleaseAll();
  }

  @Test
  void a_connection_that_broke_is_closed_and_other_faults_are_told_on() {
    EmbeddedChannel broken = new EmbeddedChannel(new RequestDecoder(new Http1ServerConfig()));
    broken.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    assertThat(broken.isOpen()).isFalse();
    broken.checkException();

    EmbeddedChannel faulty = new EmbeddedChannel(new RequestDecoder(new Http1ServerConfig()));
    faulty.pipeline().fireExceptionCaught(new IllegalStateException("a fault"));
    assertThat(faulty.isOpen()).isTrue();
    assertThatIllegalStateException().isThrownBy(faulty::checkException);
    faulty.finishAndReleaseAll();
  }

  private static GatheredBytes gathered() {
    return new GatheredBytes(
        new HeldBytes(() -> 1 << 20).share(), HeldBytes.Use.BODY, 1 << 20, 1 << 10);
  }

  /** The bodies' bytes that have come, and whether they lie in the array that gathers them. */
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  private static String take(EmbeddedChannel channel, GatheredBytes gathered) {
    StringBuilder taken = new StringBuilder();
    for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
      if (read instanceof HttpContent content && content.content().isReadable()) {
        ByteBuf bytes = content.content();
        assertThat(gathered.add(BufferInternal.buffer(bytes.copy()))).isTrue();
        taken
            .append(bytes.hasArray() && bytes.array() == gathered.array() ? "+" : "-")
            .append(bytes.toString(StandardCharsets.ISO_8859_1));
      }
      ReferenceCountUtil.release(read);
    }
    return taken.toString();
  }

  @Test
  void a_body_is_copied_to_where_it_is_gathered_from_its_first_byte_to_its_last() {
    RequestDecoder decoder = new RequestDecoder(new Http1ServerConfig());
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    String head = "POST /p HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\n";
    GatheredBytes first = gathered();
    write(channel, head);
    decoder.gather(first, 1);
    write(channel, "abc");
    write(channel, "def" + head + "g");
    assertThat(take(channel, first)).as("and of the next only what it is").startsWith("+abc+def-g");

    GatheredBytes late = gathered();
    decoder.gather(late, 2);
    write(channel, "hijkl");
    assertThat(take(channel, late)).as("asked for when it had begun").isEqualTo("-hijkl");

    GatheredBytes other = gathered();
    write(channel, head);
    decoder.gather(other, 2);
    write(channel, "mno");
    assertThat(take(channel, other)).as("asked for by the one before").isEqualTo("-mno");
    channel.finishAndReleaseAll();
  }

  private static void write(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }
}
