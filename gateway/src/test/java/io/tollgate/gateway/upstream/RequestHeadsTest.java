package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpVersion;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.json.Segments;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestHeadsTest {

  private static final List<String> NAMES =
      List.of(
          "Host",
          "user-agent",
          "x-a",
          "X-A",
          "x-b",
          "Authorization",
          "x-api-key",
          "anthropic-beta");

  private static final String PATH = "/v1/chat/completions?api-version=1";

  private static Map<String, String> headers(SplittableRandom random) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = random.nextInt(5); i > 0; i--) {
      headers.put(NAMES.get(random.nextInt(NAMES.size())), "v" + random.nextInt(3) + "\u00e9");
    }
    return headers;
  }

  private static ProviderRequest request(Map<String, String> headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new ProviderRequest("/x", headers, Segments.of(bytes, 0, bytes.length));
  }

  private static String sent(
      RequestHeads heads, ProviderRequest request, Map<String, String> proof, String id) {
    Outgoing outgoing =
        new Outgoing(heads.of(PATH, request, Map.copyOf(proof)), id, request.body());
    return new String(outgoing.bytes().toByteArray(), StandardCharsets.ISO_8859_1);
  }

  /** The same as Netty writes it, each header in the place of those of its name before it. */
  private static String encoded(
      Map<String, String> always, ProviderRequest request, Map<String, String> proof, String id) {
    FullHttpRequest message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            PATH,
            Unpooled.wrappedBuffer(request.body().toByteArray()));
    message.headers().set("x-client-request-id", id);
    always.forEach(message.headers()::set);
    request.headers().forEach(message.headers()::set);
    Map.copyOf(proof).forEach(message.headers()::set);
    message.headers().set("content-length", request.body().length());
    EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestEncoder());
    channel.writeOutbound(message);
    StringBuilder text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(StandardCharsets.ISO_8859_1));
      part.release();
    }
    return text.toString();
  }

  /** Equal maps need not have one order. */
  private static List<String> lines(String request) {
    return request.lines().skip(1).sorted().toList();
  }

  @Test
  void a_request_is_sent_as_an_encoder_would_write_it() {
    SplittableRandom random = new SplittableRandom(20_261_201);
    for (int provider = 0; provider < 50; provider++) {
      Map<String, String> always = headers(random);
      RequestHeads heads = new RequestHeads(Map.copyOf(always));
      for (int i = 0; i < 200; i++) {
        ProviderRequest request = request(headers(random), "b".repeat(random.nextInt(1_200)));
        Map<String, String> proof = headers(random);
        String id = "req_" + i + "-1";
        String sent = sent(heads, request, proof, id);
        String encoded = encoded(always, request, proof, id);
        assertThat(sent).startsWith(encoded.lines().findFirst().orElseThrow() + "\r\n");
        assertThat(lines(sent)).isEqualTo(lines(encoded));
      }
    }
  }

  @Test
  void its_id_and_the_length_of_its_body_are_the_gateways_to_say() {
    ProviderRequest request =
        request(Map.of("X-Client-Request-Id", "other", "Content-Length", "7"), "{}");
    assertThat(sent(new RequestHeads(Map.of()), request, Map.of(), "req_1-1"))
        .isEqualTo(
            "POST "
                + PATH
                + " HTTP/1.1\r\nx-client-request-id: req_1-1\r\n"
                + "content-length: 2\r\n\r\n{}");
  }

  @Test
  void a_header_that_would_end_its_line_is_refused_each_time() {
    RequestHeads heads = new RequestHeads(Map.of());
    ProviderRequest request = request(Map.of("x-a", "1\r\nx-b: 2"), "{}");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> heads.of(PATH, request, Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void what_is_kept_of_them_says_no_key() {
    RequestHeads heads = new RequestHeads(Map.of());
    assertThat(heads.of(PATH, request(Map.of(), "{}"), Map.of("authorization", "Bearer s3cret")))
        .asString()
        .doesNotContain("s3cret");
  }
}
