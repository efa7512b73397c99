package io.tollgate.bench.sdk;

import static io.tollgate.bench.sdk.ClientDialectName.ANTHROPIC;
import static io.tollgate.bench.sdk.ClientDialectName.GEMINI;
import static io.tollgate.bench.sdk.ClientDialectName.OPENAI_CHAT;
import static io.tollgate.bench.sdk.ClientDialectName.OPENAI_RESPONSES;

/** An SDK of which applications are made. */
enum ClientSdk {
  OPENAI_JAVA_CHAT("openai-java chat", OPENAI_CHAT),
  OPENAI_JAVA_RESPONSES("openai-java responses", OPENAI_RESPONSES),
  ANTHROPIC_JAVA("anthropic-java", ANTHROPIC),
  ANTHROPIC_JAVA_ASYNC("anthropic-java async", ANTHROPIC),
  GENAI_JAVA("genai-java", GEMINI),
  LANGCHAIN4J_OPENAI("langchain4j openai", OPENAI_CHAT),
  LANGCHAIN4J_ANTHROPIC("langchain4j anthropic", ANTHROPIC),
  OPENAI_JS_CHAT("openai-js chat", OPENAI_CHAT),
  OPENAI_JS_RESPONSES("openai-js responses", OPENAI_RESPONSES),
  ANTHROPIC_JS("anthropic-js", ANTHROPIC),
  GENAI_JS("genai-js", GEMINI),
  AI_SDK_OPENAI_CHAT("ai-sdk openai chat", OPENAI_CHAT),
  AI_SDK_OPENAI_RESPONSES("ai-sdk openai responses", OPENAI_RESPONSES),
  AI_SDK_ANTHROPIC("ai-sdk anthropic", ANTHROPIC),
  AI_SDK_GOOGLE("ai-sdk google", GEMINI);

  /** The name in {@code run.mjs} and in the table. */
  final String key;

  final ClientDialectName dialect;

  ClientSdk(String key, ClientDialectName dialect) {
    this.key = key;
    this.dialect = dialect;
  }

  /** Whether it is for JavaScript, and runs in a process of its own. */
  boolean isForNode() {
    return switch (this) {
      case OPENAI_JAVA_CHAT,
          OPENAI_JAVA_RESPONSES,
          ANTHROPIC_JAVA,
          ANTHROPIC_JAVA_ASYNC,
          GENAI_JAVA,
          LANGCHAIN4J_OPENAI,
          LANGCHAIN4J_ANTHROPIC ->
          false;
      case OPENAI_JS_CHAT,
          OPENAI_JS_RESPONSES,
          ANTHROPIC_JS,
          GENAI_JS,
          AI_SDK_OPENAI_CHAT,
          AI_SDK_OPENAI_RESPONSES,
          AI_SDK_ANTHROPIC,
          AI_SDK_GOOGLE ->
          true;
    };
  }

  /** The driver of one for Java. */
  SdkDriver driver(Target target) {
    return switch (this) {
      case OPENAI_JAVA_CHAT -> new OpenAiChatDriver(target);
      case OPENAI_JAVA_RESPONSES -> new OpenAiResponsesDriver(target);
      case ANTHROPIC_JAVA -> new AnthropicDriver(target, false);
      case ANTHROPIC_JAVA_ASYNC -> new AnthropicDriver(target, true);
      case GENAI_JAVA -> new GenAiDriver(target);
      case LANGCHAIN4J_OPENAI -> new LangChainDriver(new LangChainModels.OpenAi(target));
      case LANGCHAIN4J_ANTHROPIC -> new LangChainDriver(new LangChainModels.Anthropic(target));
      default -> throw new IllegalArgumentException(key + " runs in a process of its own");
    };
  }

  /** Whether an application can ask for a feature with this SDK. */
  boolean canSay(Feature feature) {
    return dialect.canSay(feature) && hasWordsFor(feature);
  }

  /** What the SDK leaves out of its dialect. */
  private boolean hasWordsFor(Feature feature) {
    return switch (feature) {
      // Anthropic's own SDKs have taken it away; only some SDKs call tools by themselves.
      case SAMPLING ->
          this != ANTHROPIC_JAVA && this != ANTHROPIC_JAVA_ASYNC && this != ANTHROPIC_JS;
      case RUNNER -> isForNode() || this == OPENAI_JAVA_RESPONSES || this == ANTHROPIC_JAVA;
      case CHOICES ->
          this != LANGCHAIN4J_OPENAI && this != AI_SDK_OPENAI_CHAT && this != AI_SDK_GOOGLE;
      case LOGPROBS ->
          this != LANGCHAIN4J_OPENAI
              && this != AI_SDK_OPENAI_CHAT
              && this != AI_SDK_OPENAI_RESPONSES
              && this != AI_SDK_GOOGLE;
      case CACHE -> this != LANGCHAIN4J_OPENAI;
      // It looks up the address itself, and sends what it finds.
      case VISION_URL -> this != AI_SDK_GOOGLE;
      default -> true;
    };
  }
}
