package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Holds a stream to the order that {@link AnswerEvent} promises, whatever its provider sent: what a
 * provider forgot to close is closed, and a piece of something that is not open is {@link
 * AnswerEvent.Malformed}. Not safe for use by several threads.
 */
public final class OrderedEvents {

  private static final class Choice {
    final Map<Integer, BlockKind> open = new TreeMap<>();
    int blocks;
    boolean finished;
  }

  private final Map<Integer, Choice> choices = new HashMap<>();
  private boolean started;
  private boolean over;

  /** The next event, and before it what was left out. */
  public void next(AnswerEvent event, Consumer<AnswerEvent> sink) {
    if (over) {
      return;
    }
    switch (event) {
      case AnswerEvent.Started _ -> {
        if (!started) {
          started = true;
          sink.accept(event);
        }
      }
      case AnswerEvent.BlockOpened e -> open(e, sink);
      case AnswerEvent.TextDelta e -> expect(e, e.choice(), e.block(), BlockKind.Text.class, sink);
      case AnswerEvent.Cited e -> expect(e, e.choice(), e.block(), BlockKind.Text.class, sink);
      case AnswerEvent.ReasoningDelta e ->
          expect(e, e.choice(), e.block(), BlockKind.Reasoning.class, sink);
      case AnswerEvent.ArgumentsDelta e ->
          expect(e, e.choice(), e.block(), BlockKind.ToolCall.class, sink);
      case AnswerEvent.RefusalDelta e ->
          expect(e, e.choice(), e.block(), BlockKind.Refusal.class, sink);
      case AnswerEvent.Signature e -> {
        BlockKind kind = choice(e.choice()).open.get(e.block());
        pass(e, kind instanceof BlockKind.Reasoning || kind instanceof BlockKind.ToolCall, sink);
      }
      case AnswerEvent.BlockClosed e -> {
        // One that was closed in its place is not closed again.
        if (choice(e.choice()).open.remove(e.block()) != null) {
          sink.accept(e);
        }
      }
      case AnswerEvent.Finished e -> {
        Choice choice = choice(e.choice());
        close(e.choice(), choice, sink);
        boolean first = started && !choice.finished;
        choice.finished = true;
        pass(e, first, sink);
      }
      case AnswerEvent.Ended _ -> end(event, sink);
      case AnswerEvent.Failed _, AnswerEvent.Malformed _, AnswerEvent.Oversized _ -> {
        over = true;
        sink.accept(event);
      }
      case AnswerEvent.Logprobs _, AnswerEvent.Metered _, AnswerEvent.Ping _ -> sink.accept(event);
    }
  }

  private Choice choice(int index) {
    return choices.computeIfAbsent(index, i -> new Choice());
  }

  private void open(AnswerEvent.BlockOpened event, Consumer<AnswerEvent> sink) {
    Choice choice = choice(event.choice());
    boolean alone =
        !(event.kind() instanceof BlockKind.ToolCall)
            || !choice.open.values().stream().allMatch(BlockKind.ToolCall.class::isInstance);
    if (alone) {
      close(event.choice(), choice, sink);
    }
    boolean next = started && !choice.finished && event.block() == choice.blocks;
    choice.blocks++;
    choice.open.put(event.block(), event.kind());
    pass(event, next, sink);
  }

  private static void close(int index, Choice choice, Consumer<AnswerEvent> sink) {
    List<Integer> blocks = new ArrayList<>(choice.open.keySet());
    choice.open.clear();
    blocks.forEach(block -> sink.accept(new AnswerEvent.BlockClosed(index, block)));
  }

  private void expect(
      AnswerEvent event,
      int choice,
      int block,
      Class<? extends BlockKind> kind,
      Consumer<AnswerEvent> sink) {
    pass(event, kind.isInstance(choice(choice).open.get(block)), sink);
  }

  private void pass(AnswerEvent event, boolean inOrder, Consumer<AnswerEvent> sink) {
    over = !inOrder;
    sink.accept(
        inOrder ? event : new AnswerEvent.Malformed("the parts of the answer are out of order"));
  }

  private void end(AnswerEvent event, Consumer<AnswerEvent> sink) {
    over = true;
    if (!started) {
      sink.accept(new AnswerEvent.Started(null, null));
    }
    choice(0);
    choices.forEach((index, choice) -> {
      close(index, choice, sink);
      if (!choice.finished) {
        sink.accept(new AnswerEvent.Finished(index, Finish.OTHER, null, null));
      }
    });
    sink.accept(event);
  }
}
