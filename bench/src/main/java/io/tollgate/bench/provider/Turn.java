package io.tollgate.bench.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request asks of a simulated model, in no dialect's words.
 *
 * @param work what is to be done
 * @param model the model asked for
 * @param stream whether the answer is to be streamed
 * @param choices how many answers, from 1
 * @param maxTokens the most output tokens per answer
 * @param prompt what was said so far
 * @param tools what may be called
 * @param toolChoice the tools the request insists on, or a reason not to call any
 * @param answerSchema the JSON schema the answer must satisfy, or {@code null}
 * @param stops texts before which the answer ends
 * @param thinking what is wanted of the model's reasoning
 */
record Turn(
    Work work,
    String model,
    boolean stream,
    int choices,
    long maxTokens,
    Prompt prompt,
    List<OfferedTool> tools,
    ToolChoice toolChoice,
    @Nullable JsonNode answerSchema,
    List<String> stops,
    Thinking thinking) {

  /** The output limit where the request states none. */
  static final long DEFAULT_MAX_TOKENS = 4096;

  /** What is to be done. */
  enum Work {
    /** Answer. */
    ANSWER,
    /** Nothing but read: the answer is in vectors. */
    EMBED,
    /** Nothing but count, which is free. */
    COUNT
  }

  /**
   * What was said so far.
   *
   * @param messages how many messages
   * @param text roles and texts of all messages
   * @param lastUserText the text of the last user message that has one; empty if there is none
   * @param attachments images and documents, in order
   * @param results what tools have answered since the model last spoke
   */
  record Prompt(
      int messages,
      String text,
      String lastUserText,
      List<Attachment> attachments,
      List<String> results) {}

  /** A tool the request offers. */
  record OfferedTool(String name, JsonNode parameters) {}

  /**
   * Which tools are to be called whatever the prompt says.
   *
   * @param forbidden no tool may be called: the request says so, or the last turn was a tool result
   * @param required the names that must be called
   * @param parallel whether more than one call is allowed
   */
  record ToolChoice(boolean forbidden, List<String> required, boolean parallel) {}

  /** The provider's own count of the input: a token for each started four bytes, four a message. */
  long promptTokens() {
    long bytes = prompt.text().getBytes(StandardCharsets.UTF_8).length;
    for (OfferedTool tool : tools) {
      bytes += tool.name().length() + tool.parameters().toString().length();
    }
    return (bytes + 3) / 4
        + 4L * prompt.messages()
        + Attachment.TOKENS * prompt.attachments().size();
  }
}
