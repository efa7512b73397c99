package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.UsageQuality;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers a plain answer, because its cost is to be in its head and its usage. */
final class PlainReader implements AnswerReader {

  /** A usual token is about four bytes of text. */
  private static final long BYTES_PER_TOKEN = 4;

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Attempt attempt;
  private final Exchange exchange;
  private final @Nullable KeptAnswer kept;
  private final Crossing crossing;
  private final int bytesMax;
  private final GatheredBytes body;
  private AnswerReading.@Nullable Whole answer;

  PlainReader(Attempt attempt, Exchange exchange, Crossing crossing, @Nullable KeptAnswer kept) {
    this.attempt = attempt;
    this.kept = kept;
    this.exchange = exchange;
    this.crossing = crossing;
    this.bytesMax = exchange.services().limits().answerBytesMax();
    this.body = new GatheredBytes(exchange.reply().held(), HeldBytes.Use.ANSWER, bytesMax);
  }

  @Override
  public void chunk(Buffer data) {
    attempt.contentSeen();
    if (body.length() + data.length() > bytesMax) {
      attempt.protocolFailure("the answer is over the limit of " + bytesMax + " bytes");
    } else if (!body.add(data)) {
      attempt.fail(AttemptFailure.NO_ROOM, exchange.billing().aborted(attempt.soFar()));
    }
  }

  @Override
  public void ended() {
    // JSON has no byte order mark (RFC 8259, section 8.1), and many clients' parsers fail on one.
    int mark = beginsWithMark() ? MARK.length : 0;
    AnswerReading reading =
        crossing.answer(
            exchange.id(),
            exchange.arrivedAt().getEpochSecond(),
            body.array(),
            body.offset() + mark,
            body.length() - mark);
    switch (reading) {
      case AnswerReading.Whole read -> {
        answer = read;
        if (kept != null) {
          kept.whole(body.array(), body.offset() + mark, body.length() - mark);
        }
        attempt.complete(cost -> deliver(read, cost));
      }
      case AnswerReading.Failed failed ->
          attempt.fail(
              AttemptFailure.inBand(failed.error().message()),
              new AttemptEnd.Unbilled(200, "the provider answered with an error object"));
      case AnswerReading.Malformed malformed -> attempt.protocolFailure(malformed.reason());
    }
  }

  private boolean beginsWithMark() {
    int end = Math.min(body.length(), MARK.length) + body.offset();
    return Arrays.equals(body.array(), body.offset(), end, MARK, 0, MARK.length);
  }

  private void deliver(AnswerReading.Whole read, @Nullable Picodollars cost) {
    exchange.describe();
    ResponseHeaders.cost(exchange.reply(), cost);
    exchange.reply().sendJson(read.withCost(cost));
  }

  @Override
  public void discard() {
    body.clear();
  }

  @Override
  public AttemptSoFar.AnswerSoFar soFar() {
    AnswerReading.Whole read = answer;
    if (read == null) {
      return AttemptSoFar.AnswerSoFar.NOTHING;
    }
    ReportedUsage reported = read.reportedUsage();
    return new AttemptSoFar.AnswerSoFar(
        reported == null ? null : reported.usage(),
        reported == null ? UsageQuality.TOKENIZER_ESTIMATED : reported.quality(),
        Math.ceilDiv(read.contentBytes(), BYTES_PER_TOKEN),
        read.model(),
        read.servedTier(),
        reported == null ? null : reported.region(),
        reported == null ? null : reported.engine());
  }
}
