package io.tollgate.adapters.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.adapters.anthropic.AnthropicProvider;
import io.tollgate.adapters.bedrock.BedrockProvider;
import io.tollgate.adapters.cohere.CohereProvider;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.gemini.GeminiProvider;
import io.tollgate.adapters.ollama.OllamaProvider;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.openai.responses.ResponsesProvider;
import java.util.List;
import java.util.Set;

/** Streams of providers of every dialect, said to clients of every dialect. */
class StreamFuzzTest {

  private static final List<ClientCall> CALLS = Everybody.calls();

  @FuzzTest
  void chat(byte[] body) {
    AnyInput.stream(ChatProvider.of(UsageRule.OPENAI), body, CALLS);
  }

  @FuzzTest
  void chatWithQuirks(byte[] body) {
    AnyInput.stream(
        new ChatProvider(
            UsageRule.DEEPSEEK, Set.of(Quirk.REASONING_CONTENT), ChatProvider.ENDPOINTS),
        body,
        CALLS);
  }

  @FuzzTest
  void responses(byte[] body) {
    AnyInput.stream(ResponsesProvider.of(), body, CALLS);
  }

  @FuzzTest
  void anthropic(byte[] body) {
    AnyInput.stream(AnthropicProvider.standard(), body, CALLS);
  }

  @FuzzTest
  void gemini(byte[] body) {
    AnyInput.stream(GeminiProvider.of(), body, CALLS);
  }

  @FuzzTest
  void bedrock(byte[] body) {
    AnyInput.stream(new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS), body, CALLS);
  }

  @FuzzTest
  void cohere(byte[] body) {
    AnyInput.stream(new CohereProvider(Set.of(), CohereProvider.ENDPOINTS), body, CALLS);
  }

  @FuzzTest
  void ollama(byte[] body) {
    AnyInput.stream(new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS), body, CALLS);
  }
}
