package io.tollgate.adapters.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.bridge.Bridge;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole way from a chat client to Bedrock and back. */
class BedrockBridgeTest {

  private static final BedrockProvider BEDROCK =
      new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS);
  private static final Picodollars COST = Picodollars.ofDollars("0.001");

  private static Crossing cross(boolean stream) throws MalformedRequest {
    byte[] body =
        ("{'model':'auto','stream':"
                + stream
                + ",'messages':[{'role':'user','content':'Weather?'}],'tools':[{'type':'function',"
                + "'function':{'name':'f','parameters':{'type':'object'}}}]}")
            .replace('\'', '"')
            .getBytes(UTF_8);
    return Bridge.cross(
        new ChatClient().read(RequestHead.NONE, body, 0, body.length),
        List.of(BEDROCK),
        "amazon.nova-pro-v1:0",
        ReasoningMemory.NONE);
  }

  @Test
  void a_plain_answer_comes_back_as_a_chat_completion_with_its_cost() throws MalformedRequest {
    Crossing crossing = cross(false);
    assertThat(crossing.request().path()).isEqualTo("/model/amazon.nova-pro-v1%3A0/converse");
    byte[] answer =
        "{'output':{'message':{'content':[{'toolUse':{'toolUseId':'t','name':'f','input':{}}}]}},"
            .concat("'stopReason':'tool_use','usage':{'inputTokens':3,'outputTokens':4}}")
            .replace('\'', '"')
            .getBytes(UTF_8);
    AnswerReading reading = crossing.answer("1", 1, answer, 0, answer.length);
    assertThat(reading).isInstanceOf(AnswerReading.Whole.class);
    String body = new String(((AnswerReading.Whole) reading).withCost(COST).toByteArray(), UTF_8);
    assertThat(body)
        .contains("\"finish_reason\":\"tool_calls\"")
        .contains("\"arguments\":\"{}\"")
        .contains("\"prompt_tokens\":3")
        .contains("\"cost\":0.001");
  }

  @Test
  void a_stream_comes_back_as_chunks_and_ends_only_with_the_connection() throws MalformedRequest {
    byte[] stream =
        new Framed()
            .event("messageStart", "{'role':'assistant'}")
            .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Well'}}")
            .event("contentBlockStop", "{'contentBlockIndex':0}")
            .event(
                "contentBlockStart",
                "{'contentBlockIndex':1,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}")
            .event(
                "contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':'{}'}}}")
            .event("contentBlockStop", "{'contentBlockIndex':1}")
            .event("messageStop", "{'stopReason':'tool_use'}")
            .event("metadata", "{'usage':{'inputTokens':3,'outputTokens':4}}")
            .bytes();
    AnswerStream answer = cross(true).stream("1", 0, 10_000);
    StringBuilder said = new StringBuilder();
    AnswerStream.Sink sink =
        new AnswerStream.Sink() {
          @Override
          public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
            said.append(new String(array, offset, length, UTF_8));
          }

          @Override
          public void complete(AnswerStream.Closing closing) {
            said.append(new String(closing.bytes(COST).toByteArray(), UTF_8));
          }
        };
    answer.feed(stream, 0, stream.length, sink);
    assertThat(said).contains("\"content\":\"Well\"").doesNotContain("[DONE]");
    assertThat(answer.isComplete()).isFalse();
    assertThat(answer.end(sink)).isTrue();
    assertThat(said.toString())
        .contains("\"finish_reason\":\"tool_calls\"")
        .endsWith("data: [DONE]\n\n");
  }
}
