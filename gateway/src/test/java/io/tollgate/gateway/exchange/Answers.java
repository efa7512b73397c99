package io.tollgate.gateway.exchange;

import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static io.tollgate.gateway.upstream.RawServer.chunk;

import io.vertx.core.net.NetSocket;

/** What providers answer in tests of tactics: always 7 tokens in and 3 out, 37 pico-dollars. */
final class Answers {

  static final String DONE =
      chunk("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n")
          + chunk("data: [DONE]\n\n")
          + chunk("");

  private Answers() {}

  static String event(String delta, String finish) {
    return chunk(
        "data: {\"choices\":[{\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n");
  }

  static String content(String text) {
    return event("{\"content\":\"" + text + "\"}", "null");
  }

  /** A stream that says each text in an event of its own. */
  static String stream(String... texts) {
    StringBuilder stream =
        new StringBuilder(CHUNKED_HEAD)
            .append(event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    for (String text : texts) {
      stream.append(content(text));
    }
    return stream.append(event("{}", "\"stop\"")).append(DONE).toString();
  }

  static String plain(String text) {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\""
            + text
            + "\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  static String error(String status) {
    return "HTTP/1.1 " + status + "\r\ncontent-length: 2\r\n\r\n{}";
  }

  /** Says the text, streamed or plain as it is asked. */
  static Stage.Answer saying(String text) {
    return (stage, socket) -> say(stage, socket, text);
  }

  private static void say(Stage stage, NetSocket socket, String text) {
    boolean streamed =
        stage.providers.stream()
            .flatMap(provider -> provider.requests().stream())
            .anyMatch(request -> request.contains("\"stream\":true"));
    socket.write(streamed ? stream(text) : plain(text));
  }

  static Stage.Answer raw(String bytes) {
    return (stage, socket) -> socket.write(bytes);
  }

  static Stage.Answer failing(String status) {
    return raw(error(status));
  }

  static Stage.Answer mute() {
    return (stage, socket) -> {};
  }
}
