package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a stream hands on. */
final class Pieces implements AnswerStream.Sink {

  static final Picodollars COST = Picodollars.ofDollars("0.00000012");

  final List<AnswerStream.Kind> kinds = new ArrayList<>();
  final StringBuilder text = new StringBuilder();
  final StringBuilder lines = new StringBuilder();
  private final @Nullable Picodollars cost;

  Pieces(@Nullable Picodollars cost) {
    this.cost = cost;
  }

  @Override
  public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
    String piece = new String(array, offset, length, UTF_8);
    kinds.add(kind);
    lines.append(kind).append(' ').append(piece).append('\n');
    if (kind == AnswerStream.Kind.PRELUDE || kind == AnswerStream.Kind.CONTENT) {
      text.append(piece);
    }
  }

  @Override
  public void complete(AnswerStream.Closing closing) {
    String rest = new String(closing.bytes(cost).toByteArray(), UTF_8);
    lines.append("COMPLETE ").append(rest).append('\n');
    text.append(rest);
  }
}
