package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.dialect.ProviderDialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tools of a request that are called otherwise at the provider, and their names again in its
 * answer.
 *
 * @param names the client's names by those at the provider; empty for most requests
 */
record ToolAliases(Map<String, String> names) {

  /** The names that a dialect changes. */
  static ToolAliases of(Conversation said, ProviderDialect dialect) {
    Map<String, String> names = new HashMap<>();
    for (Tool tool : said.tools()) {
      if (tool instanceof Tool.Function function) {
        String other = dialect.toolName(function.name());
        if (!other.equals(function.name())) {
          names.put(other, function.name());
        }
      }
    }
    // A tool that has such a name by itself keeps it.
    for (Tool tool : said.tools()) {
      if (tool instanceof Tool.Function function) {
        names.remove(function.name());
      }
    }
    return new ToolAliases(Map.copyOf(names));
  }

  /** The event with the client's name of the tool. */
  AnswerEvent restore(AnswerEvent event) {
    if (!names.isEmpty()
        && event instanceof AnswerEvent.BlockOpened opened
        && opened.kind() instanceof BlockKind.ToolCall call) {
      String name = names.getOrDefault(call.name(), call.name());
      return new AnswerEvent.BlockOpened(
          opened.choice(), opened.block(), new BlockKind.ToolCall(call.id(), name, call.custom()));
    }
    return event;
  }

  /** The answer with the client's names of the tools. */
  Completion restore(Completion completion) {
    if (names.isEmpty()) {
      return completion;
    }
    List<Completion.Choice> choices = new ArrayList<>(completion.choices().size());
    for (Completion.Choice choice : completion.choices()) {
      choices.add(
          new Completion.Choice(
              choice.index(),
              choice.parts().stream().map(this::restore).toList(),
              choice.finish(),
              choice.stopSequence(),
              choice.logprobs(),
              choice.safety()));
    }
    return new Completion(
        completion.id(),
        completion.model(),
        completion.createdEpochSeconds(),
        choices,
        completion.usage(),
        completion.servedTier());
  }

  private Part restore(Part part) {
    return part instanceof Part.ToolCall call
        ? new Part.ToolCall(
            call.id(),
            names.getOrDefault(call.name(), call.name()),
            call.arguments(),
            call.custom(),
            call.signature(),
            call.cache())
        : part;
  }
}
