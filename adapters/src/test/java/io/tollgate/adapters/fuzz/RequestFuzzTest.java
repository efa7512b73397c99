package io.tollgate.adapters.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.embeddings.EmbeddingsClient;
import io.tollgate.adapters.openai.embeddings.EmbeddingsProvider;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import java.util.Arrays;

/** Requests of clients of every dialect, said to providers of every dialect. */
class RequestFuzzTest {

  @FuzzTest
  void chat(byte[] body) {
    AnyInput.request(new ChatClient(), RequestHead.NONE, body, Everybody.PROVIDERS);
  }

  @FuzzTest
  void responses(byte[] body) {
    AnyInput.request(new ResponsesClient(), RequestHead.NONE, body, Everybody.PROVIDERS);
  }

  @FuzzTest
  void anthropic(byte[] body) {
    AnyInput.request(new AnthropicClient(), RequestHead.NONE, body, Everybody.PROVIDERS);
  }

  @FuzzTest
  void gemini(byte[] body) {
    AnyInput.request(new GeminiClient(), Everybody.GEMINI_HEAD, body, Everybody.PROVIDERS);
  }

  @FuzzTest
  void embeddings(byte[] body) {
    AnyInput.passing(
        new EmbeddingsClient(),
        body,
        Arrays.stream(EmbeddingsProvider.Api.values()).map(EmbeddingsProvider::of).toList());
  }
}
