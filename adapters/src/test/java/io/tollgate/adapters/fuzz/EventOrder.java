package io.tollgate.adapters.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link AnswerEvent} promises of the order of events, whatever the stream. */
final class EventOrder {

  private final Map<Integer, Map<Integer, BlockKind>> open = new HashMap<>();
  private final Map<Integer, Integer> opened = new HashMap<>();
  private final Set<Integer> finished = new HashSet<>();
  private boolean started;
  private boolean over;

  private EventOrder() {}

  /** Fails where the events break a promise. */
  static void check(List<AnswerEvent> events) {
    EventOrder order = new EventOrder();
    events.forEach(order::next);
  }

  private void next(AnswerEvent event) {
    assertThat(over).as("%s after the end", event).isFalse();
    switch (event) {
      case AnswerEvent.Started _ -> {
        assertThat(started).as("begins twice").isFalse();
        started = true;
      }
      case AnswerEvent.BlockOpened e -> open(e);
      case AnswerEvent.TextDelta e -> expect(e.choice(), e.block(), BlockKind.Text.class);
      case AnswerEvent.Cited e -> expect(e.choice(), e.block(), BlockKind.Text.class);
      case AnswerEvent.ReasoningDelta e -> expect(e.choice(), e.block(), BlockKind.Reasoning.class);
      case AnswerEvent.ArgumentsDelta e -> expect(e.choice(), e.block(), BlockKind.ToolCall.class);
      case AnswerEvent.RefusalDelta e -> expect(e.choice(), e.block(), BlockKind.Refusal.class);
      case AnswerEvent.Signature e ->
          assertThat(blocks(e.choice()).get(e.block()))
              .as("%s", e)
              .isInstanceOfAny(BlockKind.Reasoning.class, BlockKind.ToolCall.class);
      case AnswerEvent.BlockClosed e ->
          assertThat(blocks(e.choice()).remove(e.block())).as("%s", e).isNotNull();
      case AnswerEvent.Finished e -> {
        assertThat(started).as("%s before the start", e).isTrue();
        assertThat(finished.add(e.choice())).as("%s twice", e).isTrue();
        assertThat(blocks(e.choice())).as("open at %s", e).isEmpty();
      }
      case AnswerEvent.Ended _ -> {
        over = true;
        assertThat(finished).as("choices that finished").isNotEmpty().containsAll(opened.keySet());
      }
      case AnswerEvent.Failed _, AnswerEvent.Malformed _, AnswerEvent.Oversized _ -> over = true;
      case AnswerEvent.Logprobs _, AnswerEvent.Metered _, AnswerEvent.Ping _ -> {
        // They may come at any time.
      }
    }
  }

  private Map<Integer, BlockKind> blocks(int choice) {
    return open.computeIfAbsent(choice, c -> new HashMap<>());
  }

  private void open(AnswerEvent.BlockOpened event) {
    assertThat(started).as("%s before the start", event).isTrue();
    assertThat(finished).as("%s after the choice", event).doesNotContain(event.choice());
    assertThat(event.block())
        .as("%s", event)
        .isEqualTo(opened.merge(event.choice(), 1, Integer::sum) - 1);
    Map<Integer, BlockKind> blocks = blocks(event.choice());
    if (!(event.kind() instanceof BlockKind.ToolCall)) {
      assertThat(blocks).as("open at %s", event).isEmpty();
    } else {
      assertThat(blocks.values())
          .as("open at %s", event)
          .allMatch(BlockKind.ToolCall.class::isInstance);
    }
    blocks.put(event.block(), event.kind());
  }

  private void expect(int choice, int block, Class<? extends BlockKind> kind) {
    assertThat(blocks(choice).get(block))
        .as("block %s of choice %s", block, choice)
        .isInstanceOf(kind);
  }
}
