package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatAnswerTest {

  private static final String ANSWER =
      """
      {"id": "chatcmpl-9", "object": "chat.completion", "model": "gpt-5-2026", "choices": [
        {"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant",
         "content": "12345", "tool_calls": [{"id": "c1", "function": {"arguments": "{}"}}]}},
        {"index": 1, "finish_reason": "stop", "message": {"role": "assistant", "content": "é"}}],
       "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}, "error": null}
      """;

  @Test
  void reads_what_accounting_needs() {
    ChatAnswer answer = answer(ANSWER);

    assertThat(answer.id()).isEqualTo("chatcmpl-9");
    assertThat(answer.model()).isEqualTo("gpt-5-2026");
    assertThat(answer.finishReasons()).containsExactly("tool_calls", "stop");
    assertThat(answer.hasToolCalls()).isTrue();
    assertThat(answer.contentBytes()).isEqualTo(5 + 2 + 2 + 2);
    assertThat(Objects.requireNonNull(answer.reportedUsage()).usage()).isEqualTo(Usage.of(7, 3));
  }

  @Test
  void the_cost_is_written_into_the_usage_and_nothing_else_changes() {
    assertThat(withCost(ANSWER, "0.00175"))
        .isEqualTo(ANSWER.replace("\"total_tokens\": 10", "\"total_tokens\": 10,\"cost\":0.00175"));
  }

  @Test
  void a_cost_of_the_provider_is_replaced() {
    String openRouter = ANSWER.replace("\"total_tokens\"", "\"cost\": 0.5, \"total_tokens\"");

    assertThat(withCost(openRouter, "12"))
        .isEqualTo(ANSWER.replace("\"total_tokens\"", "\"cost\": 12, \"total_tokens\""));
  }

  @Test
  void without_a_price_or_without_usage_the_body_stays_as_it_came() {
    String bare = "\n\n {\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":null}\n";

    assertThat(new String(answer(ANSWER).withCost(null).toByteArray(), UTF_8)).isEqualTo(ANSWER);
    assertThat(withCost(bare, "1")).isEqualTo(bare);
    assertThat(answer(bare).reportedUsage()).isNull();
    assertThat(answer(bare).hasToolCalls()).isFalse();
  }

  @Test
  void the_cost_lands_in_the_right_place_behind_a_byte_order_mark() {
    assertThat(withCost("\uFEFF{\"choices\":[{}],\"usage\":{\"prompt_tokens\":1}}", "1"))
        .isEqualTo("\uFEFF{\"choices\":[{}],\"usage\":{\"prompt_tokens\":1,\"cost\":1}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "^^|empty",
        "^ ^|empty",
        "<html></html>|valid JSON",
        "[{}]|not a JSON object",
        "{\"choices\":[{}|complete",
        "{\"choices\":[{}]} x|complete",
        "{\"choices\":[{}]} 1|after",
        "{\"choices\":[]}|no choices",
        "{\"choices\":null}|no choices",
        "{}|no choices",
      })
  void a_body_that_is_no_answer_says_why(String body, String reason) {
    assertThat(ChatAnswer.read(body.getBytes(UTF_8), UsageRule.OPENAI))
        .isInstanceOfSatisfying(
            AnswerReading.Malformed.class,
            malformed -> assertThat(malformed.reason()).contains(reason));
  }

  @Test
  void an_error_with_status_200_is_an_error() {
    String body = "{\"error\":{\"message\":\"overloaded\",\"code\":529},\"choices\":[{}]}";

    assertThat(ChatAnswer.read(body.getBytes(UTF_8), UsageRule.OPENAI))
        .isEqualTo(new AnswerReading.Failed(new ProviderError("overloaded", null, "529", null)));
  }

  private static ChatAnswer answer(String body) {
    return (ChatAnswer) ChatAnswer.read(body.getBytes(UTF_8), UsageRule.OPENAI);
  }

  private static String withCost(String body, String dollars) {
    Picodollars cost = Picodollars.ofDollars(dollars);
    return new String(answer(body).withCost(cost).toByteArray(), UTF_8);
  }
}
