package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.Http1ServerConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedHeadTest {

  private static final int HEAD_BYTES_MAX = 8 << 10;

  private static final String HEAD =
      String.join(
          "\r\n",
          "POST /v1/chat/completions?a=b HTTP/1.1",
          "Host: localhost:8080",
          "Authorization: Bearer tg_secret",
          "Content-Length: %s",
          "X-Twice: one",
          "x-twice: two",
          "User-Agent: an SDK",
          "",
          "%s");

  private static String request(String body) {
    return HEAD.formatted(body.length(), body);
  }

  private static EmbeddedChannel channel() {
    return new EmbeddedChannel(new RequestDecoder(new Http1ServerConfig()));
  }

  /** What comes of a text, as one line for each request; bodies joined. */
  private static List<String> read(EmbeddedChannel channel, String text, int pieceBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    List<String> requests = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      channel.writeInbound(
          Unpooled.copiedBuffer(bytes, at, Math.min(pieceBytes, bytes.length - at)));
      for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
        if (((HttpObject) read).decoderResult().isFailure()) {
          current.append("refused ");
        }
        if (read instanceof HttpRequest head) {
          current.append(head.method()).append(head.uri()).append(head.protocolVersion());
          head.headers().forEach(header -> current.append('|').append(header));
        }
        if (read instanceof HttpContent content) {
          current.append(content.content().toString(StandardCharsets.ISO_8859_1));
        }
        if (read instanceof LastHttpContent last) {
          assertThat(last.trailingHeaders().isEmpty()).isTrue();
          requests.add(current.toString());
          current.setLength(0);
        }
        ReferenceCountUtil.release(read);
      }
    }
    requests.add(current.toString());
    return requests;
  }

  private static List<String> readByFreshDecoders(List<String> texts) {
    List<String> requests = new ArrayList<>();
    for (String text : texts) {
      EmbeddedChannel channel = channel();
      requests.add(read(channel, text, text.length()).getFirst());
      channel.finishAndReleaseAll();
    }
    return requests;
  }

  @Test
  void a_request_that_repeats_a_head_is_read_as_if_it_came_first_whatever_pieces_it_comes_in() {
    List<String> texts =
        List.of(
            request("{}"),
            request("{}"),
            request("{\"a\":\"longer\"}"),
            "GET /other HTTP/1.1\r\nhost: x\r\n\r\n",
            request("x".repeat(1_234)),
            request("\r\n\r\nlooks like a head: yes\r\n\r\n"),
            request("[]").replace("an SDK", "another"),
            request("[]").replace("an SDK", "another"),
            request("[]"));
    List<String> expected = readByFreshDecoders(texts);
    String text = String.join("", texts);
    for (int piece = 1; piece <= text.length(); piece++) {
      EmbeddedChannel channel = channel();
      List<String> read = read(channel, text, piece);
      channel.finishAndReleaseAll();
      assertThat(read.subList(0, texts.size())).as("pieces of %d", piece).isEqualTo(expected);
      assertThat(read.getLast()).isEmpty();
    }
  }

  @Test
  void requests_drawn_at_random_from_few_heads_are_read_as_if_each_came_first() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 300; round++) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String text = request("b".repeat(1 + random.nextInt(120)));
        texts.add(random.nextInt(4) == 0 ? text.replace("an SDK", "other") : text);
      }
      EmbeddedChannel channel = channel();
      List<String> read =
          read(channel, String.join("", texts), 1 + random.nextInt(round % 2 == 0 ? 4_000 : 400));
      channel.finishAndReleaseAll();
      assertThat(read.subList(0, texts.size())).isEqualTo(readByFreshDecoders(texts));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-2", "+2", "0x2", "2,2", "2 2", "", "2\r\ncontent-length: 3"})
  void a_length_that_is_none_is_refused_after_a_good_one_too(String length) {
    EmbeddedChannel channel = channel();
    read(channel, request("{}"), 10_000);
    List<String> read = read(channel, HEAD.formatted(length, "{}"), 10_000);
    channel.finishAndReleaseAll();
    assertThat(read.getFirst()).startsWith("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "02", "0", "00000002", "100000"})
  void a_length_written_in_another_way_means_what_it_means_at_first(String length) {
    String text = HEAD.formatted(length, "{}".repeat(50_000));
    EmbeddedChannel first = channel();
    EmbeddedChannel second = channel();
    read(second, request("{}"), 10_000);
    assertThat(read(second, text, text.length()).getFirst())
        .isEqualTo(read(first, text, text.length()).getFirst());
    first.finishAndReleaseAll();
    second.finishAndReleaseAll();
  }

  @Test
  void lines_without_the_first_are_refused_though_a_head_ended_with_them() {
    String text = request("{}");
    for (int cut = text.indexOf('\n') + 1; cut < text.indexOf("{}"); cut++) {
      EmbeddedChannel channel = channel();
      String lines = text.substring(cut);
      assertThat(read(channel, text.substring(0, cut), text.length())).containsExactly("");
      assertThat(read(channel, lines, text.length()).getFirst()).startsWith("POST");
      String again = text.substring(text.indexOf('\n') + 1);
      assertThat(read(channel, again, text.length()).getFirst()).startsWith("refused");
      channel.finishAndReleaseAll();
    }
  }

  private static @Nullable RepeatedHead headOf(String head) {
    EmbeddedChannel channel = channel();
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
    DefaultHttpRequest request = channel.readInbound();
    RepeatedHead repeated = RepeatedHead.of(request, bytes, HEAD_BYTES_MAX);
    channel.finishAndReleaseAll();
    return repeated;
  }

  @Test
  void what_was_read_once_is_not_read_again() {
    RepeatedHead head = Objects.requireNonNull(headOf(HEAD.formatted(3, "")));
    ByteBuf in = Unpooled.copiedBuffer(request("four") + "rest", StandardCharsets.ISO_8859_1);
    List<Object> out = new ArrayList<>();
    assertThat(head.read(in, out)).isTrue();
    assertThat(out).hasSize(2);
    assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("rest");
    assertThat(head.read(in, out)).isFalse();
    assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("rest");
    out.forEach(ReferenceCountUtil::release);
    in.release();
  }

  @Test
  void a_change_to_the_headers_of_one_request_is_not_seen_by_the_next() {
    RepeatedHead head = Objects.requireNonNull(headOf(HEAD.formatted(2, "")));
    ByteBuf in = Unpooled.copiedBuffer(request("{}") + request("{}"), StandardCharsets.ISO_8859_1);
    List<Object> out = new ArrayList<>();
    assertThat(head.read(in, out)).isTrue();
    ((HttpRequest) out.getFirst()).headers().set("x-twice", "changed").remove("host");
    assertThat(head.read(in, out)).isTrue();
    assertThat(((HttpRequest) out.get(2)).headers().getAll("x-twice"))
        .containsExactly("one", "two");
    assertThat(((HttpRequest) out.get(2)).headers().get("host")).isEqualTo("localhost:8080");
    out.forEach(ReferenceCountUtil::release);
    in.release();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n",
        "\r\nPOST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"
      })
  void a_head_without_a_length_that_could_be_another_is_not_kept(String head) {
    assertThat(headOf(head)).isNull();
  }

  @Test
  void a_head_that_is_long_is_not_kept() {
    assertThat(headOf(HEAD.formatted(2, "").replace("SDK", "S".repeat(2_000)))).isNull();
  }
}
