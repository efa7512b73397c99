package io.tollgate.bench.sdk;

import static io.tollgate.bench.sdk.ClientDialectName.ANTHROPIC;
import static io.tollgate.bench.sdk.ClientDialectName.GEMINI;
import static io.tollgate.bench.sdk.ClientDialectName.OPENAI_CHAT;
import static io.tollgate.bench.sdk.ClientDialectName.OPENAI_RESPONSES;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An SDK of which applications are made, and what it has no word for beyond its dialect. */
enum ClientSdk {
  OPENAI_JAVA_CHAT("openai-java chat", OPENAI_CHAT, OpenAiChatDriver::new, Feature.RUNNER),
  OPENAI_JAVA_RESPONSES("openai-java responses", OPENAI_RESPONSES, OpenAiResponsesDriver::new),
  ANTHROPIC_JAVA(
      "anthropic-java", ANTHROPIC, target -> new AnthropicDriver(target, false), Feature.SAMPLING),
  ANTHROPIC_JAVA_ASYNC(
      "anthropic-java async",
      ANTHROPIC,
      target -> new AnthropicDriver(target, true),
      Feature.SAMPLING,
      Feature.RUNNER),
  GENAI_JAVA("genai-java", GEMINI, GenAiDriver::new, Feature.RUNNER),
  LANGCHAIN4J_OPENAI(
      "langchain4j openai",
      OPENAI_CHAT,
      target -> new LangChainDriver(new LangChainModels.OpenAi(target)),
      Feature.RUNNER,
      Feature.CHOICES,
      Feature.LOGPROBS,
      Feature.CACHE),
  LANGCHAIN4J_ANTHROPIC(
      "langchain4j anthropic",
      ANTHROPIC,
      target -> new LangChainDriver(new LangChainModels.Anthropic(target)),
      Feature.RUNNER),
  OPENAI_JS_CHAT("openai-js chat", OPENAI_CHAT, null),
  OPENAI_JS_RESPONSES("openai-js responses", OPENAI_RESPONSES, null),
  ANTHROPIC_JS("anthropic-js", ANTHROPIC, null, Feature.SAMPLING),
  GENAI_JS("genai-js", GEMINI, null),
  AI_SDK_OPENAI_CHAT("ai-sdk openai chat", OPENAI_CHAT, null, Feature.CHOICES, Feature.LOGPROBS),
  AI_SDK_OPENAI_RESPONSES("ai-sdk openai responses", OPENAI_RESPONSES, null, Feature.LOGPROBS),
  AI_SDK_ANTHROPIC("ai-sdk anthropic", ANTHROPIC, null),
  AI_SDK_GOOGLE("ai-sdk google", GEMINI, null, Feature.CHOICES, Feature.LOGPROBS);

  /** The name in {@code run.mjs} and in the table. */
  final String key;

  final ClientDialectName dialect;

  /** Makes its driver; {@code null} where it is one for JavaScript. */
  final @Nullable Function<Target, SdkDriver> driver;

  private final Set<Feature> speechless;

  ClientSdk(
      String key,
      ClientDialectName dialect,
      @Nullable Function<Target, SdkDriver> driver,
      Feature... speechless) {
    this.key = key;
    this.dialect = dialect;
    this.driver = driver;
    this.speechless = EnumSet.noneOf(Feature.class);
    this.speechless.addAll(Set.of(speechless));
    this.speechless.addAll(dialect.speechless);
  }

  /** Whether an application can ask for it with this SDK. */
  boolean canSay(Feature feature) {
    return !speechless.contains(feature);
  }
}
