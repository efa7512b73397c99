package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same events in other bytes: other line ends, a byte order mark, comments; or with one of them
 * damaged.
 */
final class StreamDress {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private StreamDress() {}

  static List<Step> of(List<Step> steps, Framing framing, @Nullable Fault fault) {
    return switch (fault) {
      case Fault.Oddity.CRLF -> withLineEnds(steps, "\r\n");
      case Fault.Oddity.CR -> withLineEnds(steps, "\r");
      case Fault.Oddity.BOM -> withByteOrderMark(steps);
      case Fault.Oddity.DONE_TWICE -> withSecondEnd(steps);
      case Fault.Comments comments when framing == Framing.EVENTS ->
          withComments(steps, comments.perEvent());
      case Fault.Malformed malformed -> malformed(steps, framing, malformed.event());
      case Fault.BadUtf8 bad ->
          steps.stream().map(step -> with(step, Marks.withoutUtf8(step.event()))).toList();
      case null, default -> steps;
    };
  }

  private static List<Step> withSecondEnd(List<Step> steps) {
    List<Step> twice = new ArrayList<>(steps);
    twice.add(with(steps.getLast(), steps.getLast().event()));
    return twice;
  }

  /** Breaks the content event of a number, from 1. */
  private static List<Step> malformed(List<Step> steps, Framing framing, int event) {
    List<Step> broken = new ArrayList<>(steps);
    int content = 0;
    for (int i = 0; i < broken.size(); i++) {
      if (broken.get(i).content() && ++content == event) {
        broken.set(i, with(broken.get(i), broken(broken.get(i).event(), framing)));
        break;
      }
    }
    return broken;
  }

  private static Buffer broken(Buffer event, Framing framing) {
    Buffer copy = event.copy();
    if (framing == Framing.FRAMES) {
      int last = copy.length() - 1;
      return copy.setByte(last, (byte) ~copy.getByte(last));
    }
    int end = copy.length();
    while (end > 0 && copy.getByte(end - 1) != '}') {
      end--;
    }
    return Buffer.buffer()
        .appendBuffer(copy.slice(0, end * 2 / 3))
        .appendBuffer(copy.slice(end, copy.length()));
  }

  private static Step with(Step step, Buffer event) {
    return new Step(step.tokens(), event, step.usage());
  }

  /** Line feeds inside of JSON are escaped, so every one ends a line. */
  private static List<Step> withLineEnds(List<Step> steps, String end) {
    return steps.stream()
        .map(step -> {
          // One character a byte, so that any bytes survive.
          String text = step.event().toString(StandardCharsets.ISO_8859_1);
          byte[] bytes =
              text.replace("\r\n", "\n").replace("\n", end).getBytes(StandardCharsets.ISO_8859_1);
          return with(step, Buffer.buffer(bytes));
        })
        .toList();
  }

  private static List<Step> withByteOrderMark(List<Step> steps) {
    List<Step> marked = new ArrayList<>(steps);
    for (int i = 0; i < marked.size(); i++) {
      Step step = marked.get(i);
      if (step.event().length() > 0) {
        marked.set(i, with(step, Buffer.buffer(BYTE_ORDER_MARK).appendBuffer(step.event())));
        return marked;
      }
    }
    return marked;
  }

  private static List<Step> withComments(List<Step> steps, int perEvent) {
    String before = ": keep-alive\n\n".repeat(perEvent) + ": inside\n";
    return steps.stream()
        .map(step ->
            step.event().length() == 0
                ? step
                : with(step, Buffer.buffer(before).appendBuffer(step.event())))
        .toList();
  }
}
