package io.tollgate.adapters.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A part of a message, of a request as of an answer. */
public sealed interface Part {

  /**
   * Text.
   *
   * @param citations where it comes from; empty in most
   * @param cache where a prompt cache may end; {@code null} for none
   */
  record Text(String text, List<Citation> citations, @Nullable CacheMark cache) implements Part {
    public Text {
      citations = List.copyOf(citations);
    }

    /** Text alone. */
    public static Text of(String text) {
      return new Text(text, List.of(), null);
    }
  }

  /**
   * An image.
   *
   * @param detail OpenAI's {@code low}, {@code high}, {@code auto}; {@code null} unsaid
   */
  record Image(MediaSource source, @Nullable String detail, @Nullable CacheMark cache)
      implements Part {}

  /**
   * A document such as a PDF or a text.
   *
   * @param title its title or file name
   * @param context what is said of it beside its content
   * @param citations whether the answer is to cite it
   */
  record Document(
      MediaSource source,
      @Nullable String title,
      @Nullable String context,
      boolean citations,
      @Nullable CacheMark cache)
      implements Part {}

  /** Sound. */
  record Audio(MediaSource source, @Nullable CacheMark cache) implements Part {}

  /** Moving pictures. */
  record Video(MediaSource source, @Nullable CacheMark cache) implements Part {}

  /**
   * What the model thought.
   *
   * @param text its thoughts or their summary; empty where they are hidden
   * @param signature the provider's proof or encrypted form of them, which has to come back
   *     unchanged; {@code null} where there is none
   * @param redacted whether the signature is all there is (Anthropic's {@code redacted_thinking},
   *     Responses' {@code encrypted_content} without a summary)
   * @param id the provider's id of the item (Responses); {@code null} for none
   * @param origin the dialect the signature belongs to; {@code null} where there is no signature. A
   *     signature is only ever sent to its own dialect
   */
  record Reasoning(
      String text,
      @Nullable String signature,
      boolean redacted,
      @Nullable String id,
      @Nullable String origin)
      implements Part {}

  /**
   * A call of a tool by the model.
   *
   * @param id by which its result refers to it
   * @param arguments JSON of an object, as the model wrote it; {@code {}} where there are none
   * @param custom whether the arguments are free text (OpenAI's custom tools), not JSON
   * @param signature Gemini's thought signature of the call; {@code null} for none
   */
  record ToolCall(
      String id,
      String name,
      String arguments,
      boolean custom,
      @Nullable String signature,
      @Nullable CacheMark cache)
      implements Part {

    /** The same call with a signature. */
    public ToolCall signed(@Nullable String other) {
      return new ToolCall(id, name, arguments, custom, other, cache);
    }

    /** A call of a function with JSON arguments. */
    public static ToolCall of(String id, String name, String arguments) {
      return new ToolCall(id, name, arguments, false, null, null);
    }
  }

  /**
   * What a tool returned.
   *
   * @param callId the id of the call
   * @param name the tool's name where the dialect gives it (Gemini); {@code null} elsewhere
   * @param content texts, images and documents
   * @param error whether the tool failed; {@code null} unsaid
   * @param custom whether it answers a custom tool
   */
  record ToolResult(
      String callId,
      @Nullable String name,
      List<Part> content,
      @Nullable Boolean error,
      boolean custom,
      @Nullable CacheMark cache)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /** The model declines, in its own words. */
  record Refusal(String text) implements Part {}

  /**
   * Something only one dialect has a word for: a server tool's call and result, an item reference.
   *
   * @param dialect the client dialect it belongs to; written again only there
   * @param type its type in that dialect, for warnings
   * @param json the whole part as it came
   */
  record Opaque(String dialect, String type, JsonNode json) implements Part {}
}
