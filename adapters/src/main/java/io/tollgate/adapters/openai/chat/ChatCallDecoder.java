package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the tool calls of one choice. Their pieces may be interleaved, so all of them stay open
 * until something else comes.
 */
final class ChatCallDecoder {

  /** A call that is being written. */
  private static final class Call {
    final long index;
    final int block;
    final String id;
    final String name;
    final boolean custom;
    final WholeCharacters characters = new WholeCharacters();
    boolean filled;

    Call(long index, int block, String id, String name, boolean custom) {
      this.index = index;
      this.block = block;
      this.id = id;
      this.name = name;
      this.custom = custom;
    }
  }

  private final int choice;
  private final String answerId;
  private final List<Call> open = new ArrayList<>();
  private int count;
  private boolean lost;

  ChatCallDecoder(int choice, String answerId) {
    this.choice = choice;
    this.answerId = answerId;
  }

  /** Calls so far. */
  int count() {
    return count;
  }

  /** Why the pieces make no calls; {@code null} while they do. */
  @Nullable String fault() {
    return lost
        ? "arguments come without their tool call"
        : count > ChatRequestReader.MAX_TOOLS
            ? "there are more tool calls than there can be"
            : null;
  }

  /**
   * Reads a piece of a call.
   *
   * @param block the last block that was opened
   * @return the last block that is open now
   */
  int read(JsonNode piece, int block, Consumer<AnswerEvent> sink) {
    JsonNode custom = Nodes.object(piece, "custom");
    JsonNode function = custom == null ? Nodes.object(piece, "function") : custom;
    String id = Nodes.text(piece, "id", "");
    String name = Nodes.text(function, "name", "");
    Call call = find(Nodes.integer(piece, "index", -1), id, name);
    int last = block;
    if (call == null) {
      if (name.isEmpty()) {
        lost |= !text(function, custom == null ? "arguments" : "input").isEmpty();
        return block;
      }
      last++;
      call = open(Nodes.integer(piece, "index", count), last, id, name, custom != null, sink);
    }
    add(call, text(function, call.custom ? "input" : "arguments"), sink);
    return last;
  }

  /** Reads a piece of a call as it was before tools. */
  int readFunction(JsonNode function, int block, Consumer<AnswerEvent> sink) {
    int last = block;
    if (open.isEmpty()) {
      String name = Nodes.text(function, "name", "");
      if (name.isEmpty()) {
        lost |= !text(function, "arguments").isEmpty();
        return block;
      }
      last++;
      open(0, last, "", name, false, sink);
    }
    add(open.getFirst(), text(function, "arguments"), sink);
    return last;
  }

  private Call open(
      long index, int block, String id, String name, boolean custom, Consumer<AnswerEvent> sink) {
    String known = id.isEmpty() ? ToolCallIds.made(answerId, choice, count) : id;
    Call call = new Call(index, block, known, name, custom);
    open.add(call);
    count++;
    BlockKind kind = new BlockKind.ToolCall(known, name, custom);
    sink.accept(new AnswerEvent.BlockOpened(choice, block, kind));
    return call;
  }

  /**
   * The call that a piece belongs to: the one of its index. Some providers number all calls 0 and
   * tell them apart by id and name; others make up an id with every piece, and name the call once.
   */
  private @Nullable Call find(long index, String id, String name) {
    for (Call call : open.reversed()) {
      if (!id.isEmpty() && call.id.equals(id)) {
        return call;
      }
      boolean same = index < 0 ? id.isEmpty() && name.isEmpty() : call.index == index;
      if (same && (name.isEmpty() || (id.isEmpty() && name.equals(call.name)))) {
        return call;
      }
    }
    return null;
  }

  private static String text(@Nullable JsonNode function, String member) {
    JsonNode arguments = Nodes.get(function, member);
    return arguments != null && arguments.isObject()
        ? JsonDocument.text(arguments)
        : Nodes.text(function, member, "");
  }

  private void add(Call call, String text, Consumer<AnswerEvent> sink) {
    String whole = call.characters.next(text);
    if (!whole.isEmpty()) {
      call.filled = true;
      sink.accept(new AnswerEvent.ArgumentsDelta(choice, call.block, whole));
    }
  }

  /** Closes all calls; one without arguments gets an empty object. */
  void close(Consumer<AnswerEvent> sink) {
    for (Call call : open) {
      String rest = call.characters.rest();
      if (rest.isEmpty() && !call.filled && !call.custom) {
        rest = "{}";
      }
      if (!rest.isEmpty()) {
        sink.accept(new AnswerEvent.ArgumentsDelta(choice, call.block, rest));
      }
      sink.accept(new AnswerEvent.BlockClosed(choice, call.block));
    }
    open.clear();
  }
}
