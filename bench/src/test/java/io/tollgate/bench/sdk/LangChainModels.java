package io.tollgate.bench.sdk;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.tollgate.bench.sdk.Ask.Wish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models of one of langchain4j's providers, made for what is asked. */
sealed interface LangChainModels {

  ChatModel plain(Ask ask);

  StreamingChatModel streaming(Ask ask);

  /** Vectors of texts, where the provider has them. */
  List<List<Float>> embed(String model, List<String> texts);

  /** OpenAI's chat completions. */
  record OpenAi(Target target) implements LangChainModels {

    private String key(Ask ask) {
      return ask.wrongKey() ? target.wrongKey() : target.key();
    }

    private String baseUrl() {
      return target.origin() + "/openai/v1";
    }

    private static @Nullable Integer seed(Ask ask) {
      return ask.wishes(Wish.SEED) ? 7 : null;
    }

    private static @Nullable String effort(Ask ask) {
      return ask.wishes(Wish.THINKING) ? "medium" : null;
    }

    @Override
    public ChatModel plain(Ask ask) {
      return OpenAiChatModel.builder()
          .httpClientBuilder(new ObservedHttp())
          .baseUrl(baseUrl())
          .apiKey(key(ask))
          .timeout(ask.timeout())
          .maxRetries(0)
          .strictJsonSchema(true)
          .seed(seed(ask))
          .reasoningEffort(effort(ask))
          .returnThinking(true)
          .sendThinking(true)
          .build();
    }

    @Override
    public StreamingChatModel streaming(Ask ask) {
      return OpenAiStreamingChatModel.builder()
          .httpClientBuilder(new ObservedHttp())
          .baseUrl(baseUrl())
          .apiKey(key(ask))
          .timeout(ask.timeout())
          .strictJsonSchema(true)
          .seed(seed(ask))
          .reasoningEffort(effort(ask))
          .returnThinking(true)
          .sendThinking(true)
          .build();
    }

    @Override
    public List<List<Float>> embed(String model, List<String> texts) {
      OpenAiEmbeddingModel embeddings =
          OpenAiEmbeddingModel.builder()
              .httpClientBuilder(new ObservedHttp())
              .baseUrl(baseUrl())
              .apiKey(target.key())
              .modelName(model)
              .maxRetries(0)
              .build();
      return embeddings.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
          .map(embedding -> embedding.vectorAsList())
          .toList();
    }
  }

  /** Anthropic's Messages. */
  record Anthropic(Target target) implements LangChainModels {

    private String key(Ask ask) {
      return ask.wrongKey() ? target.wrongKey() : target.key();
    }

    private String baseUrl() {
      return target.origin() + "/anthropic/v1/";
    }

    private static @Nullable String thinking(Ask ask) {
      return ask.wishes(Wish.THINKING) ? "enabled" : null;
    }

    private static @Nullable Integer budget(Ask ask) {
      return ask.wishes(Wish.THINKING) ? 1024 : null;
    }

    @Override
    public ChatModel plain(Ask ask) {
      return AnthropicChatModel.builder()
          .httpClientBuilder(new ObservedHttp())
          .baseUrl(baseUrl())
          .apiKey(key(ask))
          .modelName(ask.model())
          .timeout(ask.timeout())
          .maxRetries(0)
          .cacheSystemMessages(ask.wishes(Wish.CACHE))
          .thinkingType(thinking(ask))
          .thinkingBudgetTokens(budget(ask))
          .returnThinking(true)
          .sendThinking(true)
          .build();
    }

    @Override
    public StreamingChatModel streaming(Ask ask) {
      return AnthropicStreamingChatModel.builder()
          .httpClientBuilder(new ObservedHttp())
          .baseUrl(baseUrl())
          .apiKey(key(ask))
          .modelName(ask.model())
          .timeout(ask.timeout())
          .cacheSystemMessages(ask.wishes(Wish.CACHE))
          .thinkingType(thinking(ask))
          .thinkingBudgetTokens(budget(ask))
          .returnThinking(true)
          .sendThinking(true)
          .build();
    }

    @Override
    public List<List<Float>> embed(String model, List<String> texts) {
      throw new UnsupportedOperationException();
    }
  }
}
