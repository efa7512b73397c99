package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import io.vertx.core.http.impl.http1.VertxHttpResponseEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShortAnswersTest {

  private static EmbeddedChannel channel(boolean joins) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast("httpEncoder", new VertxHttpResponseEncoder());
    if (joins) {
      ShortAnswers.over(channel);
    }
    return channel;
  }

  private static DefaultFullHttpResponse answer(
      HttpVersion version, HttpResponseStatus status, byte[] body, Http1xHeaders headers) {
    return new DefaultFullHttpResponse(
        version, status, Unpooled.wrappedBuffer(body), headers, EmptyHttpHeaders.INSTANCE);
  }

  private static List<String> written(EmbeddedChannel channel) {
    List<String> buffers = new ArrayList<>();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      buffers.add(part.toString(StandardCharsets.ISO_8859_1));
      part.release();
    }
    return buffers;
  }

  private static byte[] body(SplittableRandom random) {
    byte[] body = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(20_000)];
    random.nextBytes(body);
    return body;
  }

  private static Http1xHeaders headers(SplittableRandom random) {
    Http1xHeaders headers = Http1xHeaders.httpHeaders();
    for (int i = random.nextInt(12); i > 0; i--) {
      headers.add("x-" + random.nextInt(10), "v".repeat(random.nextInt(200)));
    }
    return headers;
  }

  @Test
  void answers_are_the_same_bytes_as_the_encoder_writes() {
    SplittableRandom random = new SplittableRandom(20_261_202);
    EmbeddedChannel joining = channel(true);
    EmbeddedChannel encoding = channel(false);
    List<HttpResponseStatus> statuses =
        List.of(
            HttpResponseStatus.OK,
            HttpResponseStatus.NO_CONTENT,
            HttpResponseStatus.NOT_MODIFIED,
            HttpResponseStatus.BAD_REQUEST);
    for (int i = 0; i < 2_000; i++) {
      HttpVersion version = random.nextInt(5) == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
      HttpResponseStatus status = statuses.get(Math.max(0, random.nextInt(8) - 4));
      byte[] body = body(random);
      Http1xHeaders headers = headers(random);
      if (random.nextInt(8) > 0) {
        headers.set("content-length", Integer.toString(body.length));
      }
      joining.writeOutbound(answer(version, status, body, headers.copy(true)));
      encoding.writeOutbound(answer(version, status, body, headers));
      assertThat(String.join("", written(joining))).isEqualTo(String.join("", written(encoding)));
    }
  }

  @Test
  void a_short_answer_is_one_buffer_and_given_back() {
    EmbeddedChannel channel = channel(true);
    byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
    Http1xHeaders headers = Http1xHeaders.httpHeaders().set("content-length", "2");
    DefaultFullHttpResponse answer =
        answer(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body, headers);

    channel.writeOutbound(answer);

    assertThat(written(channel)).containsExactly("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    assertThat(answer.refCnt()).isZero();
  }

  @Test
  void a_stream_between_two_short_answers_is_encoded() {
    EmbeddedChannel channel = channel(true);
    byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
    Http1xHeaders headers = Http1xHeaders.httpHeaders().set("content-length", "2");
    HttpContent event = new DefaultHttpContent(Unpooled.wrappedBuffer(body));
    DefaultHttpResponse stream =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    stream.headers().set("transfer-encoding", "chunked");

    channel.writeOutbound(answer(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body, headers));
    channel.writeOutbound(stream, event, LastHttpContent.EMPTY_LAST_CONTENT);
    channel.writeOutbound(
        answer(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body, headers.copy(true)));

    assertThat(String.join("", written(channel)))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
                + "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
                + "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
  }
}
