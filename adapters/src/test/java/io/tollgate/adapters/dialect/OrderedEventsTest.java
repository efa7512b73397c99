package io.tollgate.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedEventsTest {

  private static final AnswerEvent START = new AnswerEvent.Started("1", "m");
  private static final AnswerEvent END = new AnswerEvent.Ended();

  private final List<AnswerEvent> seen = new ArrayList<>();

  private void say(AnswerEvent... events) {
    OrderedEvents order = new OrderedEvents();
    for (AnswerEvent event : events) {
      order.next(event, seen::add);
    }
  }

  private static AnswerEvent text(int block) {
    return new AnswerEvent.BlockOpened(0, block, new BlockKind.Text());
  }

  private static AnswerEvent call(int block) {
    return new AnswerEvent.BlockOpened(0, block, new BlockKind.ToolCall("c" + block, "f", false));
  }

  private static AnswerEvent closed(int block) {
    return new AnswerEvent.BlockClosed(0, block);
  }

  private static AnswerEvent finished(Finish finish) {
    return new AnswerEvent.Finished(0, finish, null, null);
  }

  @Test
  void what_is_in_order_passes_as_it_is() {
    AnswerEvent[] events = {
      START,
      text(0),
      new AnswerEvent.TextDelta(0, 0, "x"),
      closed(0),
      call(1),
      call(2),
      new AnswerEvent.ArgumentsDelta(0, 1, "{}"),
      new AnswerEvent.ArgumentsDelta(0, 2, "{}"),
      closed(1),
      closed(2),
      finished(Finish.TOOL_CALLS),
      END
    };

    say(events);

    assertThat(seen).containsExactly(events);
  }

  @Test
  void what_was_left_open_is_closed_and_only_once() {
    say(START, text(0), call(1), closed(0), finished(Finish.STOP), END);

    assertThat(seen)
        .containsExactly(START, text(0), closed(0), call(1), closed(1), finished(Finish.STOP), END);
  }

  @Test
  void an_end_without_a_reason_has_none() {
    say(END, text(0));

    assertThat(seen)
        .containsExactly(new AnswerEvent.Started(null, null), finished(Finish.OTHER), END);
  }

  @Test
  void a_piece_of_nothing_is_malformed_and_the_last() {
    for (AnswerEvent stray :
        List.of(
            new AnswerEvent.TextDelta(0, 0, "x"),
            new AnswerEvent.Signature(0, 0, "s"),
            text(1),
            new AnswerEvent.BlockOpened(0, 7, new BlockKind.Refusal()))) {
      seen.clear();
      say(START, stray, END);
      assertThat(seen).hasSize(2).last().isInstanceOf(AnswerEvent.Malformed.class);
    }
  }

  @Test
  void nothing_of_a_choice_comes_after_its_end() {
    say(START, finished(Finish.STOP), text(0), END);

    assertThat(seen).hasSize(3).last().isInstanceOf(AnswerEvent.Malformed.class);
  }
}
