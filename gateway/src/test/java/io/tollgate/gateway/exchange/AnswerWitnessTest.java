package io.tollgate.gateway.exchange;

import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static io.tollgate.gateway.upstream.RawServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.policies.money.Picodollars;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerWitnessTest {

  private static final String CALL =
      "{\"message\":{\"content\":\"see\",\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\","
          + "\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},"
          + "\"finish_reason\":\"tool_calls\"}";

  @TempDir private Path folder;

  private static String delta(String delta, String finish) {
    return chunk(
        "data: {\"model\":\"m-1\",\"choices\":[{\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finish
            + "}]}\n\n");
  }

  private static Stage.Answer streamed(String... texts) {
    StringBuilder answer = new StringBuilder(CHUNKED_HEAD);
    for (String text : texts) {
      answer.append(delta("{\"content\":\"" + text + "\"}", "null"));
    }
    answer
        .append(delta("{}", "\"length\""))
        .append(
            chunk(
                "data:"
                    + " {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n"))
        .append(chunk("data: [DONE]\n\n"))
        .append(chunk(""));
    return (stage, socket) -> socket.write(answer.toString());
  }

  private static Stage.Answer plain(String choice) {
    String body =
        "{\"model\":\"m-1\",\"choices\":["
            + choice
            + "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}";
    return (stage, socket) ->
        socket.write(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  private static List<WitnessedAnswer> listen(Stage stage) {
    List<WitnessedAnswer> answers = new CopyOnWriteArrayList<>();
    stage.witness = (request, key, call, decision) -> answers::add;
    return answers;
  }

  @Test
  void a_streamed_answer_is_told_as_a_whole_one_with_what_it_cost() throws Exception {
    try (Stage stage = new Stage(folder, streamed("one ", "two"))) {
      List<WitnessedAnswer> answers = listen(stage);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("one ").contains("[DONE]");
      }
      stage.awaitLeft();
      assertThat(answers)
          .singleElement()
          .satisfies(answer -> {
            assertThat(answer.attempt()).isEqualTo(1);
            assertThat(answer.deployment().id()).isEqualTo("p1/m");
            assertThat(answer.released()).isTrue();
            assertThat(answer.cost()).isEqualTo(new Picodollars(37));
            assertThat(answer.completion().model()).isEqualTo("m-1");
            assertThat(answer.completion().choices())
                .singleElement()
                .satisfies(choice -> {
                  assertThat(choice.parts()).containsExactly(Part.Text.of("one two"));
                  assertThat(choice.finish()).isEqualTo(Finish.LENGTH);
                });
          });
    }
  }

  @Test
  void a_plain_answer_is_told_with_its_tool_calls() throws Exception {
    try (Stage stage = new Stage(folder, plain(CALL))) {
      List<WitnessedAnswer> answers = listen(stage);
      try (RawClient client = stage.ask(false)) {
        assertThat(client.readAll()).contains("\"look\"");
      }
      stage.awaitLeft();
      assertThat(answers).hasSize(1);
      assertThat(answers.getFirst().completion().choices().getFirst().parts())
          .containsExactly(Part.Text.of("see"), Part.ToolCall.of("t", "look", "{}"));
    }
  }

  @Test
  void an_attempt_without_a_whole_answer_is_not_told() throws Exception {
    Stage.Answer cut =
        (stage, socket) ->
            socket.write(CHUNKED_HEAD + delta("{\"content\":\"cut\"}", "null") + chunk(""));
    try (Stage stage = new Stage(folder, cut)) {
      List<WitnessedAnswer> answers = listen(stage);
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("upstream_truncated");
      }
      stage.awaitLeft();
      assertThat(answers).isEmpty();
    }
  }

  @Test
  void a_witness_that_fails_takes_nothing_from_the_client() throws Exception {
    try (Stage stage = new Stage(folder, streamed("whole"))) {
      stage.witness =
          (request, key, call, decision) ->
              answer -> {
                throw new IllegalStateException("a bug of the witness");
              };
      try (RawClient client = stage.ask(true)) {
        assertThat(client.readAll()).contains("whole").contains("[DONE]").endsWith("0\r\n\r\n");
      }
      stage.awaitLeft();
    }
  }
}
