package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.gateway.upstream.Buffers;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.UsageQuality;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Relays a streamed answer: holds what comes before the first content, forwards content as it came,
 * and holds what ends the stream until the ledger has settled.
 */
final class StreamReader implements AnswerReader, AnswerStream.Sink {

  /** A usual token is about four bytes of text. */
  private static final long BYTES_PER_TOKEN = 4;

  /** The first tokens by which the speed of a stream is judged. */
  private static final int JUDGED_TOKENS = 8;

  private static final Buffer NOTHING = Buffer.buffer(0);

  private final Attempt attempt;
  private final Exchange exchange;
  private final @Nullable KeptAnswer kept;
  private final AnswerStream stream;
  private final Buffer prelude = Buffer.buffer();

  /** Content of which nothing is released before all is there; {@code null} where none is held. */
  private @Nullable GatheredBytes held;

  /** Whether the first content is held back, until it is known whether it comes fast enough. */
  private boolean judging;

  private boolean judged;
  private int tokensHeld;
  private boolean eventSeen;

  /** What one read of the provider's connection brought is written to the client as one. */
  private final Batch batch = new Batch();

  StreamReader(Attempt attempt, Exchange exchange, Crossing crossing, @Nullable KeptAnswer kept) {
    this.attempt = attempt;
    this.kept = kept;
    this.exchange = exchange;
    this.stream =
        crossing.stream(
            exchange.id(),
            exchange.arrivedAt().getEpochSecond(),
            exchange.services().limits().eventBytesMax());
    this.held =
        exchange.holds(attempt)
            ? new GatheredBytes(exchange.reply().held(), HeldBytes.Use.ANSWER, bytesMax())
            : null;
  }

  private int bytesMax() {
    return exchange.services().limits().answerBytesMax();
  }

  @Override
  public void chunk(Buffer data) {
    HeapBytes bytes = HeapBytes.of(data);
    if (kept != null) {
      kept.feed(bytes);
    }
    stream.feed(bytes.array(), bytes.offset(), bytes.length(), this);
  }

  @Override
  public void chunksRead() {
    flush();
    if (eventSeen) {
      eventSeen = false;
      attempt.progressed();
    }
    if (!stream.isComplete() && exchange.reply().isFull(attempt::resume)) {
      attempt.pause();
    }
  }

  @Override
  public void ended() {
    if (!stream.end(this) && !attempt.isOver()) {
      flush();
      attempt.cut("the provider ended its stream before the answer was complete");
    }
  }

  @Override
  public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
    eventSeen = true;
    switch (kind) {
      case PRELUDE -> hold(array, offset, length);
      case CONTENT -> content(array, offset, length);
      case ERROR -> providerError();
      case MALFORMED -> broken("an event of the stream is not of its dialect");
      case OVERSIZED ->
          broken("an event is over " + exchange.services().limits().eventBytesMax() + " bytes");
      case EXTRA -> {
        // What follows the end is nobody's answer.
      }
    }
  }

  @Override
  public void complete(AnswerStream.Closing closing) {
    eventSeen = true;
    flush();
    attempt.complete(cost -> deliver(closing, cost));
  }

  private void hold(byte[] array, int offset, int length) {
    if (prelude.length() + length > exchange.services().limits().eventBytesMax()) {
      broken("the stream brings no content");
    } else {
      prelude.appendBytes(array, offset, length);
    }
  }

  private void content(byte[] array, int offset, int length) {
    attempt.contentSeen();
    if (isJudged(array, offset, length)) {
      return;
    }
    if (!batch.takes(length)) {
      flush();
    }
    batch.add(array, offset, length);
  }

  /** Holds content back while the speed of the stream is not known; the policy may want to know. */
  private boolean isJudged(byte[] array, int offset, int length) {
    if (!judged) {
      judged = true;
      long tokensPerSecond = exchange.tokensPerSecondMin();
      if (tokensPerSecond > 0) {
        judging = true;
        long limitMs = Math.max(1, JUDGED_TOKENS * 1_000L / tokensPerSecond);
        exchange.timers().after(limitMs, () -> judge(tokensPerSecond));
      }
    }
    boolean full = prelude.length() + length > exchange.services().limits().eventBytesMax();
    if (!judging || full || ++tokensHeld >= JUDGED_TOKENS) {
      judging = false;
      return false;
    }
    hold(array, offset, length);
    return true;
  }

  private void judge(long tokensPerSecond) {
    if (judging) {
      judging = false;
      if (!exchange.switchFrom(
              attempt, "its first tokens come at less than " + tokensPerSecond + " a second")
          && held == null) {
        write(committed());
      }
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      Buffer data = batch.take();
      if (!isHeld(data)) {
        release(data);
      }
    }
  }

  private boolean isHeld(Buffer data) {
    GatheredBytes gathered = held;
    if (gathered == null || !exchange.holds(attempt)) {
      return false;
    }
    if (gathered.length() + data.length() <= bytesMax() && gathered.add(data)) {
      return true;
    }
    exchange.overflowed(attempt);
    return false;
  }

  /** Releases what was held, if anything was, and what follows it. */
  private void release(Buffer more) {
    Buffer before = committed();
    GatheredBytes gathered = held;
    held = null;
    if (gathered != null && gathered.length() > 0) {
      write(before);
      write(Buffers.of(gathered.array(), gathered.offset(), gathered.length()));
      write(more);
    } else if (before.length() > 0 && more.length() > 0) {
      // The first content goes out with what came before it.
      write(Buffer.buffer(before.length() + more.length()).appendBuffer(before).appendBuffer(more));
    } else {
      write(before);
      write(more);
    }
  }

  private void write(Buffer data) {
    if (data.length() > 0) {
      exchange.reply().write(data);
    }
  }

  /** Commits to this answer; what is to be released of it then. */
  private Buffer committed() {
    judging = false;
    return exchange.commitStream(attempt) ? prelude : NOTHING;
  }

  private void deliver(AnswerStream.Closing closing, @Nullable Picodollars cost) {
    release(NOTHING);
    exchange.reply().endStream(Buffers.of(closing.bytes(cost)));
  }

  private void providerError() {
    flush();
    ProviderError error = stream.error();
    String message = error == null || error.message().isEmpty() ? "no message" : error.message();
    AttemptEnd end =
        stream.hasBegun() || stream.reportedUsage() != null
            ? exchange.billing().truncated(attempt.soFar())
            : new AttemptEnd.Unbilled(200, "the provider reported an error before any content");
    attempt.fail(AttemptFailure.inBand(message), end);
  }

  private void broken(String message) {
    flush();
    attempt.protocolFailure(message);
  }

  @Override
  public void discard() {
    GatheredBytes gathered = held;
    if (gathered != null) {
      gathered.clear();
      held = null;
    }
  }

  @Override
  public AttemptSoFar.AnswerSoFar soFar() {
    ReportedUsage reported = stream.reportedUsage();
    return new AttemptSoFar.AnswerSoFar(
        reported == null ? null : reported.usage(),
        reported == null ? UsageQuality.TOKENIZER_ESTIMATED : reported.quality(),
        // Most providers send one token an event; where they send more, bytes tell better.
        Math.max(stream.contentEvents(), Math.ceilDiv(stream.contentBytes(), BYTES_PER_TOKEN)),
        stream.model(),
        stream.servedTier(),
        reported == null ? null : reported.region(),
        reported == null ? null : reported.engine());
  }
}
