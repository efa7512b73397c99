package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as a response: its events, or, where nothing is streamed, only what they come
 * to.
 *
 * <p>Texts that follow each other are parts of one message, which ends with what comes after it.
 * What another dialect alone has a word for is left out.
 */
final class ResponsesEncoder implements StreamEncoder {

  /** A block that is open. */
  private record Open(OutputItem item, MessageItem.@Nullable Content content) {}

  private final ResponseShell shell;
  private final long createdEpochSeconds;
  private final EventWriter events;
  private final List<OutputItem> items = new ArrayList<>();
  private final Map<Integer, Open> open = new HashMap<>();
  private @Nullable MessageItem message;
  private boolean started;
  private @Nullable String model;
  private @Nullable Finish finish;

  ResponsesEncoder(ResponseShell shell, long createdEpochSeconds) {
    this(shell, createdEpochSeconds, new EventWriter(false));
  }

  private ResponsesEncoder(ResponseShell shell, long createdEpochSeconds, EventWriter events) {
    this.shell = shell;
    this.createdEpochSeconds = createdEpochSeconds;
    this.events = events;
  }

  /** One that writes no events. */
  static ResponsesEncoder silent(ResponseShell shell, long createdEpochSeconds) {
    return new ResponsesEncoder(shell, createdEpochSeconds, new EventWriter(true));
  }

  @Override
  public byte[] encode(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Started said -> start(said.model());
      case AnswerEvent.BlockOpened opened -> {
        if (opened.choice() == 0) {
          start(null);
          open(opened.block(), opened.kind());
        }
      }
      case AnswerEvent.TextDelta delta -> words(delta.choice(), delta.block(), delta.text());
      case AnswerEvent.RefusalDelta delta -> words(delta.choice(), delta.block(), delta.text());
      case AnswerEvent.ReasoningDelta delta -> {
        if (at(delta.choice(), delta.block()) instanceof Open(ReasoningItem item, _)) {
          item.append(events, delta.text());
        }
      }
      case AnswerEvent.Signature signed -> {
        if (at(signed.choice(), signed.block()) instanceof Open(ReasoningItem item, _)) {
          item.sign(signed.signature());
        }
      }
      case AnswerEvent.ArgumentsDelta delta -> {
        if (at(delta.choice(), delta.block()) instanceof Open(CallItem item, _)) {
          item.append(events, delta.json());
        }
      }
      case AnswerEvent.Cited cited -> {
        if (at(cited.choice(), cited.block()) instanceof Open(MessageItem item, var content)
            && content != null) {
          item.cite(events, content, cited.citation());
        }
      }
      case AnswerEvent.Logprobs said -> {
        if (said.choice() == 0 && message != null) {
          message.note(said.logprobs());
        }
      }
      case AnswerEvent.BlockClosed closed -> close(closed);
      case AnswerEvent.Finished finished -> {
        if (finished.choice() == 0) {
          start(null);
          finish = finished.finish();
          closeMessage();
        }
      }
      case AnswerEvent.Ping _ -> events.comment();
      case AnswerEvent.Metered _,
          AnswerEvent.Ended _,
          AnswerEvent.Failed _,
          AnswerEvent.Malformed _,
          AnswerEvent.Oversized _ -> {
        // Not for an encoder to decide.
      }
    }
    return events.take();
  }

  private void start(@Nullable String served) {
    model = model == null ? served : model;
    if (!started) {
      started = true;
      ObjectNode response = shell.response("in_progress", createdEpochSeconds, model, List.of());
      events.begin("response.created").json("response", response).end();
      events.begin("response.in_progress").json("response", response).end();
    }
  }

  private @Nullable Open at(int choice, int block) {
    return choice == 0 ? open.get(block) : null;
  }

  private void open(int block, BlockKind kind) {
    int index = items.size();
    switch (kind) {
      case BlockKind.Text _ -> openWords(block, false);
      case BlockKind.Refusal _ -> openWords(block, true);
      case BlockKind.Reasoning thoughts -> {
        closeMessage();
        String id = shell.ids().reasoning(items.size());
        add(block, new ReasoningItem(events, id, index, thoughts.origin(), shell.wantsEncrypted()));
      }
      case BlockKind.RedactedReasoning thoughts -> {
        // Without a place for the encrypted form there is nothing to show.
        if (shell.wantsEncrypted()) {
          closeMessage();
          add(
              block,
              new ReasoningItem(
                  events,
                  shell.ids().reasoning(index),
                  index,
                  thoughts.origin(),
                  true,
                  thoughts.data()));
        }
      }
      case BlockKind.ToolCall call -> {
        closeMessage();
        ToolNames.Known tool = shell.names().known(call.name());
        add(block, new CallItem(events, shell.ids(), index, call.id(), tool, call.custom()));
      }
      case BlockKind.Opaque opaque -> {
        Part.Opaque part = opaque.part();
        if (part.dialect().equals(ResponsesClient.NAME)) {
          closeMessage();
          add(block, WholeItem.write(events, index, part.json()));
        }
      }
    }
  }

  private void add(int block, OutputItem item) {
    items.add(item);
    open.put(block, new Open(item, null));
  }

  private void openWords(int block, boolean refusal) {
    MessageItem words = message;
    if (words == null) {
      words = new MessageItem(events, shell.ids().message(items.size()), items.size());
      items.add(words);
      message = words;
    }
    open.put(block, new Open(words, words.open(events, refusal)));
  }

  private void words(int choice, int block, String text) {
    if (at(choice, block) instanceof Open(MessageItem item, var content)
        && content != null
        && !text.isEmpty()) {
      item.append(events, content, text);
    }
  }

  private void close(AnswerEvent.BlockClosed closed) {
    Open block = closed.choice() == 0 ? open.remove(closed.block()) : null;
    if (block == null) {
      return;
    }
    if (block.item() instanceof MessageItem item) {
      if (block.content() != null) {
        item.close(events, block.content());
      }
    } else {
      block.item().close(events, "completed");
    }
  }

  private void closeMessage() {
    if (message != null) {
      message.close(events, isCut() ? "incomplete" : "completed");
      message = null;
    }
  }

  private boolean isCut() {
    return reason() != null || finish == Finish.MALFORMED_CALL;
  }

  /** Why the response is incomplete, in this dialect's words; {@code null} where it is complete. */
  private @Nullable String reason() {
    Finish ending = finish;
    if (ending == null) {
      return null;
    }
    return switch (ending) {
      case LENGTH, CONTEXT_FULL -> "max_output_tokens";
      case CONTENT_FILTER -> "content_filter";
      // A refusal in words is a complete answer here; one without is a filter.
      case REFUSAL -> refused() ? null : "content_filter";
      case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSE, MALFORMED_CALL, OTHER -> null;
    };
  }

  private boolean refused() {
    return items.stream().anyMatch(item -> item instanceof MessageItem words && words.hasRefusal());
  }

  /**
   * The finished response.
   *
   * @param cost what it cost in dollars, or {@code null} where there is no price
   */
  ObjectNode response(
      @Nullable ReportedUsage usage, @Nullable String servedTier, @Nullable Picodollars cost) {
    closeMessage();
    items.forEach(item -> item.close(events, isCut() ? "incomplete" : "completed"));
    List<JsonNode> output = items.stream().map(OutputItem::json).toList();
    ObjectNode response =
        shell.response(isCut() ? "incomplete" : "completed", createdEpochSeconds, model, output);
    if (isCut()) {
      ObjectNode details = response.putObject("incomplete_details");
      String reason = reason();
      if (reason != null) {
        details.put("reason", reason);
      }
    }
    String tier = ResponseShell.tier(servedTier);
    if (tier != null) {
      response.put("service_tier", tier);
    } else {
      response.remove("service_tier");
    }
    ObjectNode report = UsageWriter.write(usage, cost);
    if (report != null) {
      response.set("usage", report);
    }
    return response;
  }

  @Override
  public byte[] closing(
      @Nullable ReportedUsage usage, @Nullable String servedTier, @Nullable Picodollars cost) {
    start(null);
    ObjectNode response = response(usage, servedTier, cost);
    events
        .begin(isCut() ? EventSkim.INCOMPLETE : EventSkim.COMPLETED)
        .json("response", response)
        .end();
    return events.take();
  }
}
