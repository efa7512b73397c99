package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the deltas of one choice into blocks. */
final class ChatChoiceDecoder {

  private enum Open {
    NOTHING,
    TEXT,
    REASONING,
    REFUSAL
  }

  private final int choice;
  private final boolean thoughtsReturn;
  private final ReasoningDetails details = new ReasoningDetails();
  private final ChatCallDecoder calls;
  private final WholeCharacters characters = new WholeCharacters();
  private Consumer<AnswerEvent> sink = event -> {};
  private Open open = Open.NOTHING;
  private int block = -1;
  private boolean refused;
  private boolean finished;

  /**
   * A choice of which nothing has come.
   *
   * @param answerId the provider's id of the answer, for calls without ids of their own
   * @param thoughtsReturn whether thoughts have to come back, as if they were signed
   */
  ChatChoiceDecoder(int choice, String answerId, boolean thoughtsReturn) {
    this.choice = choice;
    this.thoughtsReturn = thoughtsReturn;
    this.calls = new ChatCallDecoder(choice, answerId);
  }

  /** Where the events go from now on. */
  void sink(Consumer<AnswerEvent> consumer) {
    sink = consumer;
  }

  /** Why what came is no answer; {@code null} while it is one. */
  @Nullable String fault() {
    return calls.fault();
  }

  void read(JsonNode json) {
    if (finished) {
      // Azure's filters speak after the end; nothing of the answer comes any more.
      return;
    }
    JsonNode delta = Nodes.object(json, "delta");
    if (delta != null) {
      readDelta(delta);
    }
    JsonNode logprobs = Nodes.object(json, "logprobs");
    if (logprobs != null) {
      sink.accept(new AnswerEvent.Logprobs(choice, logprobs));
    }
    String reason = Nodes.text(json, "finish_reason");
    if (reason != null) {
      String stop = Nodes.text(json, "stop_reason");
      finish(
          ChatFinish.read(reason, stop, calls.count() > 0, refused),
          stop,
          Nodes.get(json, "content_filter_results"));
    }
  }

  private void readDelta(JsonNode delta) {
    String thoughts = ChatThoughts.text(delta);
    boolean detailed = details.add(Nodes.array(delta, "reasoning_details"));
    if (!thoughts.isEmpty() || detailed) {
      open(Open.REASONING);
      say(characters.next(thoughts));
    }
    say(Open.TEXT, Nodes.text(delta, "content", ""));
    for (JsonNode part : Nodes.array(delta, "content")) {
      say(Open.TEXT, Nodes.text(part, "text", ""));
    }
    for (JsonNode annotation : Nodes.array(delta, "annotations")) {
      open(Open.TEXT);
      sink.accept(new AnswerEvent.Cited(choice, block, ChatCitations.read(annotation)));
    }
    String refusal = Nodes.text(delta, "refusal", "");
    refused |= !refusal.isEmpty();
    say(Open.REFUSAL, refusal);
    opaque("audio", Nodes.object(delta, "audio"));
    JsonNode images = Nodes.get(delta, "images");
    opaque("images", images != null && images.isArray() ? images : null);
    for (JsonNode call : Nodes.array(delta, "tool_calls")) {
      close();
      block = calls.read(call, block, sink);
    }
    JsonNode older = Nodes.object(delta, "function_call");
    if (older != null) {
      close();
      block = calls.readFunction(older, block, sink);
    }
  }

  private void say(Open kind, String text) {
    if (!text.isEmpty()) {
      open(kind);
      say(characters.next(text));
    }
  }

  /** More of the block that is open. */
  private void say(String text) {
    if (!text.isEmpty()) {
      switch (open) {
        case TEXT -> sink.accept(new AnswerEvent.TextDelta(choice, block, text));
        case REASONING -> sink.accept(new AnswerEvent.ReasoningDelta(choice, block, text));
        case REFUSAL -> sink.accept(new AnswerEvent.RefusalDelta(choice, block, text));
        case NOTHING -> throw new IllegalStateException("no block is open");
      }
    }
  }

  /** Something that no other dialect has, each piece a block of its own. */
  private void opaque(String type, @Nullable JsonNode json) {
    if (json != null && !json.isEmpty()) {
      close();
      calls.close(sink);
      block++;
      BlockKind kind = new BlockKind.Opaque(new Part.Opaque(ChatClient.NAME, type, json));
      sink.accept(new AnswerEvent.BlockOpened(choice, block, kind));
      sink.accept(new AnswerEvent.BlockClosed(choice, block));
    }
  }

  private void open(Open wanted) {
    if (open == wanted) {
      return;
    }
    close();
    calls.close(sink);
    open = wanted;
    block++;
    BlockKind kind =
        switch (wanted) {
          case TEXT, NOTHING -> new BlockKind.Text();
          // Whether there is a signature is known at the end only.
          case REASONING -> new BlockKind.Reasoning(null, ChatClient.NAME);
          case REFUSAL -> new BlockKind.Refusal();
        };
    sink.accept(new AnswerEvent.BlockOpened(choice, block, kind));
  }

  private void close() {
    say(characters.rest());
    if (open == Open.REASONING && (thoughtsReturn || !details.isEmpty())) {
      String signature = JsonDocument.text(details.take());
      sink.accept(new AnswerEvent.Signature(choice, block, signature));
    }
    if (open != Open.NOTHING) {
      sink.accept(new AnswerEvent.BlockClosed(choice, block));
      open = Open.NOTHING;
    }
  }

  /** The choice is complete; without effect where it is already. */
  void finish(Finish finish, @Nullable String stopSequence, @Nullable JsonNode safety) {
    if (finished) {
      return;
    }
    finished = true;
    close();
    calls.close(sink);
    sink.accept(new AnswerEvent.Finished(choice, finish, stopSequence, safety));
  }
}
