package io.tollgate.adapters.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.anthropic.AnthropicProvider;
import io.tollgate.adapters.bedrock.BedrockProvider;
import io.tollgate.adapters.cohere.CohereProvider;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.gemini.GeminiProvider;
import io.tollgate.adapters.ollama.OllamaProvider;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import io.tollgate.adapters.openai.responses.ResponsesProvider;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A provider of every dialect, with and without quirks, and a client of every dialect. */
final class Everybody {

  static final RequestHead GEMINI_HEAD = new RequestHead("gemini-3", true, Map.of());

  static final List<ProviderDialect> PROVIDERS =
      List.of(
          ChatProvider.of(UsageRule.OPENAI),
          new ChatProvider(UsageRule.DEEPSEEK, Set.of(Quirk.values()), ChatProvider.ENDPOINTS),
          ResponsesProvider.of(),
          AnthropicProvider.standard(),
          GeminiProvider.of(),
          new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS),
          new CohereProvider(Set.of(), CohereProvider.ENDPOINTS),
          new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS));

  private Everybody() {}

  /** A call of a client of each dialect, which wants a stream with its usage. */
  static List<ClientCall> calls() {
    return List.of(
        call(
            new ChatClient(),
            RequestHead.NONE,
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true}}"),
        call(
            new ChatClient(),
            RequestHead.NONE,
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"functions\":[]}"),
        call(
            new ResponsesClient(),
            RequestHead.NONE,
            "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}"),
        call(
            new AnthropicClient(),
            RequestHead.NONE,
            "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
        call(
            new GeminiClient(),
            GEMINI_HEAD,
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]}"));
  }

  private static ClientCall call(ClientDialect client, RequestHead head, String body) {
    try {
      byte[] bytes = body.getBytes(UTF_8);
      return client.read(head, bytes, 0, bytes.length);
    } catch (MalformedRequest e) {
      throw new AssertionError(e);
    }
  }
}
