package io.tollgate.bench.sdk;

import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.DocumentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageContentParam;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.OutputTokensDetails;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import io.tollgate.bench.sdk.Ask.Wish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Questions and answers in the words of Anthropic's SDK for Java. */
final class AnthropicMessages {

  private AnthropicMessages() {}

  static MessageCreateParams params(Ask ask) {
    MessageCreateParams.Builder params =
        MessageCreateParams.builder().model(ask.model()).maxTokens(ask.maxTokens());
    if (ask.system() != null) {
      TextBlockParam.Builder system = TextBlockParam.builder().text(ask.system());
      if (ask.wishes(Wish.CACHE)) {
        system.cacheControl(CacheControlEphemeral.builder().build());
      }
      params.systemOfTextBlockParams(List.of(system.build()));
    }
    ask.turns().forEach(turn -> add(params, turn));
    ask.tools().forEach(tool -> params.addTool(tool(tool)));
    if (ask.forced() != null) {
      params.toolToolChoice(ask.forced().toolName);
    }
    ask.wishes().forEach(wish -> add(params, wish));
    return params.build();
  }

  private static Tool tool(ToolSketch tool) {
    return Tool.builder()
        .name(tool.toolName)
        .description(tool.description)
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAllAdditionalProperties(members(tool.properties()))
                        .build())
                .required(tool.required())
                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                .build())
        .build();
  }

  /** The members of an object, for builders that take any. */
  static Map<String, JsonValue> members(Map<String, Object> object) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    object.forEach((name, value) -> members.put(name, JsonValue.from(value)));
    return members;
  }

  private static void add(MessageCreateParams.Builder params, Ask.Turn turn) {
    switch (turn) {
      case Ask.Turn.User(String text, Ask.Shown shown) -> {
        if (shown == Ask.Shown.NOTHING) {
          params.addUserMessage(text);
        } else {
          params.addUserMessage(
              MessageContentParam.ofContentBlockParams(
                  List.of(shown(shown), ContentBlockParam.ofText(text))));
        }
      }
      case Ask.Turn.Said(String text) -> params.addAssistantMessage(text);
      case Ask.Turn.Assistant(Object message) -> params.addMessage((Message) message);
      case Ask.Turn.Results(List<Step.Call> calls) ->
          params.addUserMessage(
              MessageContentParam.ofContentBlockParams(
                  calls.stream()
                      .map(call ->
                          ContentBlockParam.ofToolResult(
                              ToolResultBlockParam.builder()
                                  .toolUseId(call.id())
                                  .content(Json.write(ToolSketch.resultOf(call.name())))
                                  .build()))
                      .toList()));
    }
  }

  private static ContentBlockParam shown(Ask.Shown shown) {
    return switch (shown) {
      case NOTHING -> throw new IllegalArgumentException("nothing to show");
      case PICTURE ->
          ContentBlockParam.ofImage(
              Base64ImageSource.builder()
                  .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                  .data(Media.PNG_BASE64)
                  .build());
      case ADDRESS ->
          ContentBlockParam.ofImage(
              ImageBlockParam.builder().urlSource(Media.PICTURE_ADDRESS).build());
      case DOCUMENT ->
          ContentBlockParam.ofDocument(
              DocumentBlockParam.builder()
                  .title("paper.pdf")
                  .base64Source(Media.PDF_BASE64)
                  .build());
    };
  }

  private static void add(MessageCreateParams.Builder params, Wish wish) {
    switch (wish) {
      case CACHE -> {
        // Marked on the system prompt.
      }
      case SCHEMA ->
          params.outputConfig(
              OutputConfig.builder()
                  .format(
                      JsonOutputFormat.builder()
                          .schema(
                              JsonOutputFormat.Schema.builder()
                                  .putAllAdditionalProperties(members(ToolSketch.TOWN))
                                  .build())
                          .build())
                  .build());
      case STOP -> params.addStopSequence("STOP-HERE");
      case THINKING -> params.enabledThinking(1024);
      case CHOICES, LOGPROBS, PENALTY, SAMPLING, SEED ->
          throw new IllegalArgumentException("Anthropic's SDK has no word for " + wish);
    }
  }

  static Step step(Message message) {
    return Step.text(
            message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining()))
        .finishing(message.stopReason().map(Object::toString).orElse(""))
        .calling(
            message.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .map(use ->
                    new Step.Call(
                        use.id(),
                        use.name(),
                        Json.tree(Objects.requireNonNull(use._input().convert(Map.class)))))
                .toList())
        .thinking(
            message.content().stream()
                .flatMap(block -> block.thinking().stream())
                .map(block -> block.thinking())
                .collect(Collectors.joining()))
        .measured(
            message.usage().inputTokens(),
            message.usage().outputTokens(),
            message
                .usage()
                .outputTokensDetails()
                .map(OutputTokensDetails::thinkingTokens)
                .orElse(0L))
        .as(message);
  }

  /** The text of a streamed event; empty where it has none. */
  static String textOf(RawMessageStreamEvent event) {
    return event
        .contentBlockDelta()
        .flatMap(delta -> delta.delta().text())
        .map(delta -> delta.text())
        .orElse("");
  }

  /** How many pieces of text or arguments an event brings. */
  static int pieces(RawMessageStreamEvent event) {
    return event
        .contentBlockDelta()
        .map(delta ->
            delta.delta().isText()
                    || delta
                        .delta()
                        .inputJson()
                        .filter(json -> !json.partialJson().isEmpty())
                        .isPresent()
                ? 1
                : 0)
        .orElse(0);
  }

  /** Whether a block is a thought with a signature. */
  static boolean isSigned(ContentBlock block) {
    return block.thinking().map(thought -> !thought.signature().isEmpty()).orElse(false);
  }
}
