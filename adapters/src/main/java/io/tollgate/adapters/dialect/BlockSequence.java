package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the blocks of one choice of a streamed answer and closes each before the next one opens,
 * for providers that do not say where a block begins or ends. Not safe for use by several threads.
 */
public final class BlockSequence {

  private final int choice;
  private int block = -1;
  private @Nullable BlockKind open;
  private boolean hasArguments;
  private boolean calledTools;

  /**
   * A choice without blocks.
   *
   * @param choice its number
   */
  public BlockSequence(int choice) {
    this.choice = choice;
  }

  /** More text, in a block of its own unless one is open. */
  public void text(String text, Consumer<AnswerEvent> sink) {
    if (text.isEmpty()) {
      return;
    }
    if (!(open instanceof BlockKind.Text)) {
      open(new BlockKind.Text(), sink);
    }
    sink.accept(new AnswerEvent.TextDelta(choice, block, text));
  }

  /**
   * More thoughts, in a block of their own unless one is open.
   *
   * @param origin the dialect of their signature; {@code null} where they have none
   */
  public void thoughts(String text, @Nullable String origin, Consumer<AnswerEvent> sink) {
    if (text.isEmpty()) {
      return;
    }
    ensureReasoning(origin, sink);
    sink.accept(new AnswerEvent.ReasoningDelta(choice, block, text));
  }

  /** The signature of the thoughts that are open, or of thoughts that are not shown. */
  public void signature(String signature, String origin, Consumer<AnswerEvent> sink) {
    ensureReasoning(origin, sink);
    sink.accept(new AnswerEvent.Signature(choice, block, signature));
  }

  private void ensureReasoning(@Nullable String origin, Consumer<AnswerEvent> sink) {
    if (!(open instanceof BlockKind.Reasoning)) {
      open(new BlockKind.Reasoning(null, origin), sink);
    }
  }

  /** A tool call begins. */
  public void call(String id, String name, Consumer<AnswerEvent> sink) {
    open(new BlockKind.ToolCall(id, name, false), sink);
    hasArguments = false;
    calledTools = true;
  }

  /**
   * More arguments of the tool call that is open.
   *
   * @return whether one is
   */
  public boolean arguments(String json, Consumer<AnswerEvent> sink) {
    if (!(open instanceof BlockKind.ToolCall)) {
      return false;
    }
    if (!json.isEmpty()) {
      hasArguments = true;
      sink.accept(new AnswerEvent.ArgumentsDelta(choice, block, json));
    }
    return true;
  }

  /** A block of any kind begins; the one before it is closed. */
  public void open(BlockKind kind, Consumer<AnswerEvent> sink) {
    close(sink);
    block++;
    open = kind;
    sink.accept(new AnswerEvent.BlockOpened(choice, block, kind));
  }

  /** The open block is complete; without effect where none is open. */
  public void close(Consumer<AnswerEvent> sink) {
    if (open == null) {
      return;
    }
    if (open instanceof BlockKind.ToolCall && !hasArguments) {
      // A call without arguments is still a call with an object, and clients parse it as one.
      sink.accept(new AnswerEvent.ArgumentsDelta(choice, block, "{}"));
    }
    open = null;
    sink.accept(new AnswerEvent.BlockClosed(choice, block));
  }

  /** The kind of the open block; {@code null} where none is open. */
  public @Nullable BlockKind current() {
    return open;
  }

  /** The number of the block that was opened last; -1 before the first. */
  public int block() {
    return block;
  }

  /** Whether there was a tool call. */
  public boolean hasCalledTools() {
    return calledTools;
  }
}
