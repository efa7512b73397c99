package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.json.JsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Calls of tools that nobody offered, or with arguments that their schemas do not take, and calls
 * that were asked for and are missing.
 */
final class ToolCallCheck implements AnswerCheck {

  @Override
  public Verdict look(Conversation asked, Completion.Choice choice) {
    if (choice.finish() == Finish.MALFORMED_CALL) {
      return failed("the model wrote a tool call that cannot be read");
    }
    Verdict unsure = null;
    for (Part part : choice.parts()) {
      if (part instanceof Part.ToolCall call) {
        switch (look(asked, call)) {
          case Verdict.Failed fault -> {
            // A call that the caller's own limit cut off is the caller's to see.
            return CutCheck.endsAtTheCallersLimit(choice) ? Verdict.PASSED : fault;
          }
          case Verdict.None none -> unsure = none;
          case Verdict.Passed _ -> {
            // On to the next call.
          }
        }
      }
    }
    if (isDue(asked) && !AnswerText.calls(choice) && !CutCheck.endsAtTheCallersLimit(choice)) {
      return failed("no tool is called although one has to be");
    }
    return unsure == null ? Verdict.PASSED : unsure;
  }

  private static boolean isDue(Conversation asked) {
    return switch (asked.toolChoice()) {
      case ToolChoice.Required _ -> true;
      case ToolChoice.Named _ -> true;
      case ToolChoice.Among among -> among.required();
      case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Native _ -> false;
      case null -> false;
    };
  }

  private static boolean isAllowed(Conversation asked, String name) {
    return switch (asked.toolChoice()) {
      case ToolChoice.None _ -> false;
      case ToolChoice.Named named -> named.name().equals(name);
      case ToolChoice.Among among -> among.names().contains(name);
      case ToolChoice.Auto _, ToolChoice.Required _, ToolChoice.Native _ -> true;
      case null -> true;
    };
  }

  private static Verdict look(Conversation asked, Part.ToolCall call) {
    Tool tool = find(asked, call.name());
    if (tool == null) {
      return failed("a tool is called that does not exist");
    }
    if (!isAllowed(asked, call.name())) {
      return failed("a tool is called that may not be");
    }
    return switch (tool) {
      case Tool.Function function when !call.custom() -> look(function, call.arguments());
      case Tool.Function _, Tool.Native _ -> Verdict.PASSED;
    };
  }

  private static @Nullable Tool find(Conversation asked, String name) {
    for (Tool tool : asked.tools()) {
      String own =
          switch (tool) {
            case Tool.Function function -> function.name();
            case Tool.Native other -> other.name();
          };
      if (name.equals(own)) {
        return tool;
      }
    }
    return null;
  }

  private static Verdict look(Tool.Function function, String arguments) {
    JsonNode object;
    try {
      object = JsonDocument.read(arguments.isBlank() ? "{}" : arguments);
    } catch (JacksonException e) {
      return failed("the arguments of a tool call are not JSON");
    }
    if (!object.isObject()) {
      return failed("the arguments of a tool call are not an object");
    }
    JsonNode schema = function.parameters();
    if (schema == null) {
      return Verdict.PASSED;
    }
    return switch (JsonSchemas.check(schema, object)) {
      case FITS -> Verdict.PASSED;
      case DIFFERS -> failed("the arguments of a tool call do not fit their schema");
      case UNKNOWN -> new Verdict.None("the schema of a tool cannot be used");
    };
  }

  private static Verdict.Failed failed(String sentence) {
    return new Verdict.Failed("tool_call", sentence);
  }
}
