package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what was said so far: instructions apart, turns of user and model in turn, the results of
 * one turn's calls together and alone.
 *
 * <p>A conversation that came in this dialect keeps its contents as they were.
 */
final class ContentsWriter {

  /**
   * What Google documents for a call that another model made, where a signature has to be. Source:
   * Gemini API, "Thought signatures", FAQ.
   */
  static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private enum Kind {
    MODEL,
    USER,
    RESULTS
  }

  private final boolean own;
  private final boolean signatures;
  private final Losses losses;
  private final PartWriter writer;
  private final ArrayNode system = Trees.array();
  private final ArrayNode contents = Trees.array();
  private @Nullable Kind lastKind;
  private ArrayNode lastParts = Trees.array();

  /**
   * A writer for one conversation.
   *
   * @param signatures whether the model wants each turn's calls signed
   */
  ContentsWriter(Conversation conversation, boolean signatures, Losses losses) {
    this.own = conversation.dialect().equals(GeminiClient.NAME);
    this.signatures = signatures;
    this.losses = losses;
    this.writer = new PartWriter(own, losses);
  }

  void write(List<Message> messages, ObjectNode request) {
    for (Message message : messages) {
      if (message.name() != null) {
        losses.hint("name", "Gemini has no names of participants");
      }
      switch (message.role()) {
        case SYSTEM, DEVELOPER -> system(message);
        case ASSISTANT -> turn(Kind.MODEL, message.parts());
        case USER, TOOL -> user(message.parts());
      }
    }
    if (signatures && !own) {
      contents.forEach(this::sign);
    }
    if (contents.isEmpty() && !system.isEmpty()) {
      // Google refuses a request without contents, and instructions alone are one elsewhere.
      add("user", system);
    } else if (!system.isEmpty()) {
      request.set("systemInstruction", Trees.object("parts", system));
    }
    request.set("contents", contents);
  }

  private void system(Message message) {
    writer.begin();
    for (Part part : message.parts()) {
      if (own || part instanceof Part.Text || part instanceof Part.Refusal) {
        writer.write(part, system);
      } else {
        losses.meaning("system", "Gemini takes only text as instructions");
      }
    }
  }

  private void user(List<Part> parts) {
    if (own) {
      turn(Kind.USER, parts);
      return;
    }
    List<Part> results = parts.stream().filter(Part.ToolResult.class::isInstance).toList();
    turn(Kind.RESULTS, results);
    turn(Kind.USER, parts.stream().filter(part -> !(part instanceof Part.ToolResult)).toList());
  }

  private void turn(Kind kind, List<Part> parts) {
    boolean joins = !own && kind == lastKind;
    ArrayNode into = joins ? lastParts : Trees.array();
    writer.begin();
    for (Part part : parts) {
      writer.write(part, into);
    }
    if (own || (!joins && !into.isEmpty())) {
      add(kind == Kind.MODEL ? "model" : "user", into);
      lastKind = kind;
      lastParts = into;
    }
  }

  private void add(String role, ArrayNode parts) {
    ObjectNode content = Trees.object("role", role);
    content.set("parts", parts);
    contents.add(content);
  }

  /** Google looks for a signature at the first call of each turn. */
  private void sign(JsonNode content) {
    ObjectNode first = null;
    for (JsonNode part : content.path("parts").values()) {
      if (part instanceof ObjectNode object && object.has("functionCall")) {
        if (object.has("thoughtSignature")) {
          return;
        }
        first = first == null ? object : first;
      }
    }
    if (first != null) {
      first.put("thoughtSignature", NO_SIGNATURE);
    }
  }
}
