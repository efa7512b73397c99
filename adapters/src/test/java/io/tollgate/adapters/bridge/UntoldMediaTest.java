package io.tollgate.adapters.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.gemini.GeminiProvider;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import io.tollgate.adapters.profile.MalformedRequest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UntoldMediaTest {

  private static final String NOTE = "[Left out by the gateway: image, image/png, 4 bytes]";

  private static final String PARTS =
      "{'text':'Look:'},{'inlineData':{'mimeType':'image/png','data':'AAAAAA=='}},"
          + "{'text':'Nice.'}";

  private static final String ANSWER =
      "{'candidates':[{'index':0,'finishReason':'STOP','content':{'role':'model','parts':["
          + PARTS
          + "]}}],'responseId':'r','modelVersion':'g'}";

  private static Crossing crossing(ClientDialect client, String asks) throws MalformedRequest {
    byte[] body = asks.replace('\'', '"').getBytes(UTF_8);
    return Bridge.cross(
        client.read(RequestHead.NONE, body, 0, body.length),
        List.of(new GeminiProvider(Set.of(), GeminiProvider.ENDPOINTS)),
        "gemini-3-pro-image",
        ReasoningMemory.NONE);
  }

  private static JsonNode plain(ClientDialect client, String asks) throws MalformedRequest {
    byte[] body = ANSWER.replace('\'', '"').getBytes(UTF_8);
    AnswerReading reading = crossing(client, asks).answer("id", 1_234, body, 0, body.length);
    byte[] answer = ((AnswerReading.Whole) reading).withCost(null).toByteArray();
    return JsonDocument.read(answer, 0, answer.length);
  }

  private static String streamed(ClientDialect client, String asks) throws MalformedRequest {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AnswerStream.Sink sink =
        new AnswerStream.Sink() {
          @Override
          public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
            out.write(array, offset, length);
          }

          @Override
          public void complete(AnswerStream.Closing rest) {
            out.writeBytes(rest.bytes(null).toByteArray());
          }
        };
    byte[] body = ("data: " + ANSWER.replace('\'', '"') + "\n\n").getBytes(UTF_8);
    AnswerStream stream = crossing(client, asks).stream("id", 1_234, 1 << 20);
    stream.feed(body, 0, body.length, sink);
    assertThat(stream.end(sink)).isTrue();
    return out.toString(UTF_8);
  }

  private static final String MESSAGE =
      "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'Draw'}]";
  private static final String RESPONSE = "{'model':'m','input':'Draw'";
  private static final String CHAT = "{'model':'m','messages':[{'role':'user','content':'Draw'}]";

  @Test
  void a_message_says_that_a_picture_was_left_out() throws MalformedRequest {
    JsonNode answer = plain(new AnthropicClient(), MESSAGE + "}");
    assertThat(texts(answer.get("content"))).isEqualTo("Look:\n\n" + NOTE + "\n\nNice.");
    assertThat(streamed(new AnthropicClient(), MESSAGE + ",'stream':true}"))
        .containsOnlyOnce(NOTE)
        .contains("Nice.");
  }

  @Test
  void a_response_says_that_a_picture_was_left_out_and_when_it_was_made() throws MalformedRequest {
    JsonNode answer = plain(new ResponsesClient(), RESPONSE + "}");
    assertThat(texts(answer.at("/output/0/content"))).isEqualTo("Look:\n\n" + NOTE + "\n\nNice.");
    assertThat(answer.get("created_at").longValue()).isEqualTo(1_234);
    assertThat(streamed(new ResponsesClient(), RESPONSE + ",'stream':true}"))
        .contains("\"delta\":\"\\n\\n" + NOTE + "\"");
  }

  @Test
  void a_chat_completion_has_the_picture_and_a_stream_of_one_says_that_it_was_left_out()
      throws MalformedRequest {
    JsonNode answer = plain(new ChatClient(), CHAT + "}");
    assertThat(answer.at("/choices/0/message/content").stringValue()).isEqualTo("Look:Nice.");
    assertThat(answer.at("/choices/0/message/images/0/image_url/url").stringValue())
        .isEqualTo("data:image/png;base64,AAAAAA==");
    assertThat(answer.get("created").longValue()).isEqualTo(1_234);
    assertThat(streamed(new ChatClient(), CHAT + ",'stream':true}")).containsOnlyOnce(NOTE);
  }

  private static String texts(JsonNode parts) {
    StringBuilder texts = new StringBuilder();
    parts.forEach(part -> texts.append(part.get("text").stringValue()));
    return texts.toString();
  }
}
