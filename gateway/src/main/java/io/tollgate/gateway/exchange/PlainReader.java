package io.tollgate.gateway.exchange;

import io.tollgate.adapters.openai.chat.AnswerReading;
import io.tollgate.adapters.openai.chat.ChatAnswer;
import io.tollgate.adapters.openai.chat.MalformedAnswer;
import io.tollgate.adapters.openai.chat.ProviderError;
import io.tollgate.adapters.openai.chat.ReportedUsage;
import io.tollgate.adapters.openai.chat.UsageRule;
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
  private final UsageRule rule;
  private final int bytesMax;
  private final GatheredBytes body;
  private @Nullable ChatAnswer answer;

  PlainReader(Attempt attempt, Exchange exchange, UsageRule rule) {
    this.attempt = attempt;
    this.exchange = exchange;
    this.rule = rule;
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
        ChatAnswer.read(body.array(), body.offset() + mark, body.length() - mark, rule);
    switch (reading) {
      case ChatAnswer read -> {
        answer = read;
        attempt.complete(cost -> deliver(read, cost));
      }
      case ProviderError error ->
          attempt.fail(
              AttemptFailure.inBand(error.message()),
              new AttemptEnd.Unbilled(200, "the provider answered with an error object"));
      case MalformedAnswer malformed -> attempt.protocolFailure(malformed.reason());
    }
  }

  private boolean beginsWithMark() {
    int end = Math.min(body.length(), MARK.length) + body.offset();
    return Arrays.equals(body.array(), body.offset(), end, MARK, 0, MARK.length);
  }

  private void deliver(ChatAnswer read, @Nullable Picodollars cost) {
    exchange.describe();
    ResponseHeaders.cost(exchange.reply(), cost);
    exchange.reply().sendJson(200, Buffers.of(read.withCost(cost)));
  }

  @Override
  public AttemptSoFar.AnswerSoFar soFar() {
    ChatAnswer read = answer;
    if (read == null) {
      return AttemptSoFar.AnswerSoFar.NOTHING;
    }
    ReportedUsage reported = read.reportedUsage();
    return new AttemptSoFar.AnswerSoFar(
        reported == null ? null : reported.usage(),
        reported == null ? UsageQuality.TOKENIZER_ESTIMATED : reported.quality(),
        Math.ceilDiv(read.contentBytes(), BYTES_PER_TOKEN),
        read.model());
  }
}
