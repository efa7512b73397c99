package io.tollgate.adapters.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.List;
import java.util.Set;

class ChatFuzzTest {

  private static final ChatProvider PLAIN = ChatProvider.of(UsageRule.OPENAI);
  private static final ChatProvider ODD =
      new ChatProvider(UsageRule.DEEPSEEK, Set.of(Quirk.values()), ChatProvider.ENDPOINTS);

  private final List<ClientCall> calls =
      List.of(
          call("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}"),
          call(
              "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"functions\":[],\"stream\":true,"
                  + "\"stream_options\":{\"include_usage\":true}}"));

  private static ClientCall call(String body) {
    try {
      return new ChatClient().read(RequestHead.NONE, body.getBytes(UTF_8), 0, body.length());
    } catch (MalformedRequest e) {
      throw new AssertionError(e);
    }
  }

  @FuzzTest
  void requests(byte[] body) {
    AnyInput.request(new ChatClient(), RequestHead.NONE, body, List.of(PLAIN, ODD));
  }

  @FuzzTest
  void answers(byte[] body) {
    AnyInput.answer(PLAIN, body, calls);
    AnyInput.answer(ODD, body, calls);
  }

  @FuzzTest
  void streams(byte[] body) {
    AnyInput.stream(PLAIN, body, calls);
    AnyInput.stream(ODD, body, calls);
  }
}
