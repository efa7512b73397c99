package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.OfferedTool;
import io.tollgate.bench.provider.Turn.Prompt;
import io.tollgate.bench.provider.Turn.ToolChoice;
import io.tollgate.bench.provider.Turn.Work;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A {@link Turn} while a request is read. */
final class TurnDraft {

  Work work = Work.ANSWER;
  String model = "";
  boolean stream;
  int choices = 1;
  long maxTokens = Turn.DEFAULT_MAX_TOKENS;
  final List<OfferedTool> tools = new ArrayList<>();
  final List<String> required = new ArrayList<>();
  boolean forbidden;
  boolean parallel = true;
  @Nullable JsonNode answerSchema;
  final List<String> stops = new ArrayList<>();
  Thinking thinking = Thinking.UNSAID;
  private final StringBuilder text = new StringBuilder();
  private final List<Attachment> attachments = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private String lastUserText = "";
  private int messages;

  /** Adds the text of a message; what tools said before it is no longer news. */
  void message(String role, String content) {
    add(role, content);
    results.clear();
    if (role.equals("user") && !content.isEmpty()) {
      lastUserText = content;
    }
  }

  /** Adds what a tool answered to a call of the turn before. */
  void result(String content) {
    add("tool", content);
    results.add(content);
  }

  private void add(String role, String content) {
    messages++;
    text.append(role).append('\n').append(content).append('\n');
  }

  void attach(Attachment attachment) {
    attachments.add(attachment);
  }

  void offer(String name, JsonNode parameters) {
    tools.add(new OfferedTool(name, parameters));
  }

  /** Insists on a tool, whichever it is. */
  void requireAny() {
    tools.stream().limit(1).forEach(tool -> required.add(tool.name()));
  }

  Turn turn() {
    return new Turn(
        work,
        model,
        stream,
        choices,
        maxTokens,
        new Prompt(
            messages,
            text.toString(),
            lastUserText,
            List.copyOf(attachments),
            List.copyOf(results)),
        List.copyOf(tools),
        new ToolChoice(forbidden || !results.isEmpty(), List.copyOf(required), parallel),
        answerSchema,
        List.copyOf(stops),
        thinking);
  }
}
