package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Places in an answer where a fault puts what no JSON writer would write: a mark goes into the text
 * before it is worded in any dialect, and what belongs there goes into the bytes.
 */
final class Marks {

  /** Characters of two, three and four bytes, for answers that are cut inside of characters. */
  static final String MANY_BYTES = " \u00fc \u20ac \ud83c\udf89";

  /** As long as the mark, so that the length of a frame around it holds. */
  private static final byte[] NOT_UTF8 = {(byte) 0xc3, 0x28, (byte) 0xff};

  private static final long MOST_FRAMED_BYTES = 24 << 20;
  private static final String MARK = "\ue000";
  private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.UTF_8);

  private Marks() {}

  /** The answer with marks where a fault wants them. */
  static Answer in(Answer answer, @Nullable Fault fault) {
    return switch (fault) {
      case Fault.BadUtf8 bad -> firstToken(answer);
      case Fault.HugeEvent huge -> firstToken(answer);
      case Fault.Oddity.SPLIT_UTF8 -> everyToken(answer);
      case null, default -> answer;
    };
  }

  private static Answer firstToken(Answer answer) {
    return with(
        answer,
        choice ->
            choice.tokens().isEmpty()
                ? choice.saying(
                    choice.tokens(),
                    choice.calls().stream()
                        .map(call -> new Call(call.number(), call.name(), marked(call)))
                        .toList())
                : choice.saying(marked(choice.tokens()), choice.calls()));
  }

  private static List<String> marked(Call call) {
    return call.argumentTokens().isEmpty() ? List.of() : marked(call.argumentTokens());
  }

  private static List<String> marked(List<String> tokens) {
    List<String> marked = new ArrayList<>(tokens);
    marked.set(0, MARK);
    return marked;
  }

  private static Answer everyToken(Answer answer) {
    return with(
        answer,
        choice ->
            choice.saying(
                choice.tokens().stream().map(token -> token + MANY_BYTES).toList(),
                choice.calls()));
  }

  private static Answer with(Answer answer, UnaryOperator<Choice> change) {
    return new Answer(
        answer.number(),
        answer.usage(),
        answer.timeToFirstToken(),
        answer.choices().stream().map(change).toList());
  }

  /** Where the first mark is; -1 if there is none. */
  static int at(Buffer bytes) {
    for (int i = 0; i + MARK_BYTES.length <= bytes.length(); i++) {
      if (bytes.getByte(i) == MARK_BYTES[0]
          && bytes.getByte(i + 1) == MARK_BYTES[1]
          && bytes.getByte(i + 2) == MARK_BYTES[2]) {
        return i;
      }
    }
    return -1;
  }

  /** A token of a frame, whose length must be known: a huge one is held in memory, up to 24 MiB. */
  static String filled(String token, @Nullable Fault fault) {
    return fault instanceof Fault.HugeEvent huge && token.equals(MARK)
        ? "x".repeat((int) Math.min(huge.bytes(), MOST_FRAMED_BYTES))
        : token;
  }

  static Buffer before(Buffer bytes, int mark) {
    return bytes.slice(0, mark);
  }

  static Buffer after(Buffer bytes, int mark) {
    return bytes.slice(mark + MARK_BYTES.length, bytes.length());
  }

  /** The same with bytes that are not UTF-8 at the first mark. */
  static Buffer withoutUtf8(Buffer bytes) {
    int mark = at(bytes);
    return mark < 0
        ? bytes
        : Buffer.buffer()
            .appendBuffer(before(bytes, mark))
            .appendBytes(NOT_UTF8)
            .appendBuffer(after(bytes, mark));
  }
}
