package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.dialect.Losses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of a request, and its system prompt.
 *
 * @param system {@code null} where there is none
 */
record Turns(@Nullable JsonNode system, ArrayNode messages) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Stands where Anthropic wants the user to have spoken and nobody did. */
  private static final String GO_ON = "Continue.";

  /** The messages of a conversation of this dialect, one for one. */
  static Turns asSaid(List<Message> messages, BlockWriter blocks) {
    JsonNode system = null;
    ArrayNode turns = JSON.arrayNode();
    boolean first = true;
    for (Message message : messages) {
      JsonNode content = blocks.content(message.parts());
      if (first && message.role() == Role.SYSTEM) {
        system = content;
      } else if (content != null || message.parts().isEmpty()) {
        ObjectNode turn = turns.addObject().put("role", role(message.role()));
        turn.set("content", content == null ? JSON.arrayNode() : content);
      }
      first = false;
    }
    return new Turns(system, turns);
  }

  private static String role(Role role) {
    return switch (role) {
      case SYSTEM, DEVELOPER -> "system";
      case USER, TOOL -> "user";
      case ASSISTANT -> "assistant";
    };
  }

  /**
   * The messages of a conversation of another dialect: instructions collected into the system
   * prompt, turns of one side merged, the results of a turn's calls before all else.
   *
   * @param prefill whether the model goes on from an assistant turn that ends the request
   */
  static Turns merged(List<Message> messages, BlockWriter blocks, boolean prefill, Losses losses) {
    ArrayNode system = JSON.arrayNode();
    List<Turn> turns = new ArrayList<>();
    for (Message message : messages) {
      if (message.name() != null) {
        losses.hint("name", "Anthropic does not name participants");
      }
      if (message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER) {
        addInstructions(message, blocks, system, losses);
        continue;
      }
      boolean assistant = message.role() == Role.ASSISTANT;
      if (turns.isEmpty() || turns.getLast().assistant != assistant) {
        turns.add(new Turn(assistant));
      }
      for (Part part : message.parts()) {
        turns.getLast().add(part, blocks, losses);
      }
    }
    return new Turns(prompt(system, turns), array(turns, prefill, losses));
  }

  private static void addInstructions(
      Message message, BlockWriter blocks, ArrayNode system, Losses losses) {
    for (Part part : message.parts()) {
      if (part instanceof Part.Text text) {
        ObjectNode block = blocks.text(text);
        if (block != null) {
          system.add(block);
        }
      } else {
        losses.meaning("messages", "Anthropic's system prompt is text only");
      }
    }
  }

  /** The system prompt; instructions that nothing follows are said by the user instead. */
  private static @Nullable JsonNode prompt(ArrayNode system, List<Turn> turns) {
    turns.removeIf(Turn::isEmpty);
    if (turns.isEmpty() && !system.isEmpty()) {
      Turn turn = new Turn(false);
      system.forEach(block -> turn.blocks.add((ObjectNode) block));
      turns.add(turn);
      return null;
    }
    if (system.isEmpty()) {
      return null;
    }
    return system.size() == 1 && system.get(0).size() == 2 ? system.get(0).get("text") : system;
  }

  private static ArrayNode array(List<Turn> turns, boolean prefill, Losses losses) {
    ArrayNode messages = JSON.arrayNode();
    if (turns.isEmpty() || turns.getFirst().assistant) {
      if (!turns.isEmpty()) {
        losses.hint("messages", "Anthropic wants the user to speak first");
      }
      messages.addObject().put("role", "user").put("content", GO_ON);
    }
    boolean last = !turns.isEmpty() && turns.getLast().assistant;
    if (last) {
      trim(turns.getLast());
    }
    for (Turn turn : turns) {
      turn.writeTo(messages);
    }
    if (last && !prefill) {
      losses.hint("messages", "this model does not go on from its own words");
      messages.addObject().put("role", "user").put("content", GO_ON);
    }
    return messages;
  }

  /** Anthropic refuses to go on from words that end in white space. */
  private static void trim(Turn last) {
    ObjectNode block = last.blocks.getLast();
    JsonNode text = block.get("text");
    if (text != null && text.isString()) {
      block.put("text", text.stringValue().stripTrailing());
    }
  }

  /** What one side says until the other speaks. */
  private static final class Turn {

    final boolean assistant;
    final List<ObjectNode> results = new ArrayList<>();
    final List<ObjectNode> blocks = new ArrayList<>();

    Turn(boolean assistant) {
      this.assistant = assistant;
    }

    void add(Part part, BlockWriter writer, Losses losses) {
      if (assistant && !isOfAssistant(part)) {
        losses.meaning("messages", "Anthropic's assistant only writes thinks and calls tools");
        return;
      }
      ObjectNode block = writer.write(part);
      if (block != null) {
        (part instanceof Part.ToolResult ? results : blocks).add(block);
      }
    }

    private static boolean isOfAssistant(Part part) {
      return switch (part) {
        case Part.Text _, Part.Reasoning _, Part.ToolCall _, Part.Refusal _, Part.Opaque _ -> true;
        case Part.Image _, Part.Document _, Part.Audio _, Part.Video _, Part.ToolResult _ -> false;
      };
    }

    boolean isEmpty() {
      return results.isEmpty() && blocks.isEmpty();
    }

    void writeTo(ArrayNode messages) {
      ObjectNode message = messages.addObject().put("role", assistant ? "assistant" : "user");
      if (results.isEmpty() && blocks.size() == 1 && isPlainText(blocks.getFirst())) {
        message.set("content", blocks.getFirst().get("text"));
        return;
      }
      ArrayNode content = message.putArray("content");
      content.addAll(results);
      content.addAll(blocks);
    }

    private static boolean isPlainText(ObjectNode block) {
      return block.size() == 2 && block.has("text");
    }
  }
}
