package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes whole answers. */
final class AnswerWriter {

  private AnswerWriter() {}

  /**
   * An answer.
   *
   * @param requestedModel what the client asked for, where the provider did not say what it served
   */
  static byte[] write(
      Completion completion, String id, String requestedModel, @Nullable Picodollars cost) {
    Completion.Choice choice = completion.choices().getFirst();
    String model = completion.model();
    ObjectNode body = envelope(id, model == null ? requestedModel : model);
    ArrayNode content = body.putArray("content");
    for (Part part : choice.parts()) {
      ObjectNode block = AnswerBlocks.write(part);
      if (block != null) {
        content.add(block);
      }
    }
    boolean calls = choice.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
    body.put("stop_reason", StopReasons.write(choice.finish(), calls));
    body.put("stop_sequence", choice.stopSequence());
    body.set("stop_details", AnswerBlocks.stopDetails(choice.finish(), choice.safety()));
    body.set("usage", UsageBody.whole(completion.usage(), completion.servedTier(), cost));
    return JsonDocument.write(body);
  }

  /** A message without content, end and usage, every member of it that the SDKs know. */
  static ObjectNode envelope(String id, String model) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", id)
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model)
        .putArray("content");
    body.putNull("stop_reason")
        .putNull("stop_sequence")
        .putNull("stop_details")
        .putNull("container")
        .putNull("context_management")
        .putNull("diagnostics");
    return body;
  }
}
