package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tools of a request and what is said of their use.
 *
 * @param parallel whether several may be called in one turn; {@code null} unsaid
 */
record ToolsReader(List<Tool> tools, @Nullable ToolChoice choice, @Nullable Boolean parallel) {

  static ToolsReader read(RequestFields request, UnreadNames unread) throws MalformedRequest {
    List<Tool> tools = new ArrayList<>();
    List<JsonNode> nodes = request.array("tools");
    for (RequestFields tool : request.objects("tools")) {
      tools.add(tool(tool, nodes.get(tools.size()), unread));
    }
    RequestFields choice = request.object("tool_choice");
    if (choice == null) {
      return new ToolsReader(tools, null, null);
    }
    Boolean disabled = choice.bool("disable_parallel_tool_use");
    JsonNode node = request.get("tool_choice");
    ToolChoice read = choice(choice, node);
    if (!(read instanceof ToolChoice.Native)) {
      unread.lost(choice);
    }
    return new ToolsReader(tools, read, disabled == null ? null : !disabled);
  }

  private static Tool tool(RequestFields tool, JsonNode json, UnreadNames unread)
      throws MalformedRequest {
    String type = tool.text("type");
    if (type != null && !type.equals("custom")) {
      return new Tool.Native(AnthropicClient.NAME, type, tool.text("name"), json);
    }
    Tool read =
        new Tool.Function(
            tool.requiredText("name"),
            tool.text("description"),
            tool.get("input_schema"),
            tool.bool("strict"),
            BlockReader.cache(tool, unread));
    // Everybody streams arguments as they are written where a stream is asked for.
    tool.get("eager_input_streaming");
    unread.lost(tool);
    return read;
  }

  private static ToolChoice choice(RequestFields choice, @Nullable JsonNode json)
      throws MalformedRequest {
    return switch (choice.requiredText("type")) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "any" -> new ToolChoice.Required();
      case "tool" -> new ToolChoice.Named(choice.requiredText("name"));
      default -> {
        if (json == null) {
          throw choice.missing("type");
        }
        yield new ToolChoice.Native(AnthropicClient.NAME, json);
      }
    };
  }
}
