package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same events in other bytes: other line ends, a byte order mark, comments. What they say stays
 * the same.
 */
final class StreamDress {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private StreamDress() {}

  static List<Step> of(List<Step> steps, @Nullable Fault fault) {
    return switch (fault) {
      case Fault.Oddity.CRLF -> withLineEnds(steps, "\r\n");
      case Fault.Oddity.CR -> withLineEnds(steps, "\r");
      case Fault.Oddity.BOM -> withByteOrderMark(steps);
      case Fault.Comments comments -> withComments(steps, comments.perEvent());
      case null, default -> steps;
    };
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
          byte[] bytes = text.replace("\n", end).getBytes(StandardCharsets.ISO_8859_1);
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
