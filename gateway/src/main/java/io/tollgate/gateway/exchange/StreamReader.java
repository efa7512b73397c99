package io.tollgate.gateway.exchange;

import io.tollgate.adapters.openai.chat.ChatStream;
import io.tollgate.adapters.openai.chat.ProviderError;
import io.tollgate.adapters.openai.chat.ReportedUsage;
import io.tollgate.adapters.openai.chat.UsageEvent;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.UsageQuality;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Relays a streamed answer: holds what comes before the first content, forwards content as it came,
 * and holds what ends the stream until the ledger has settled.
 */
final class StreamReader implements AnswerReader, ChatStream.Sink {

  /** A usual token is about four bytes of text. */
  private static final long BYTES_PER_TOKEN = 4;

  private final Attempt attempt;
  private final Exchange exchange;
  private final ChatStream stream;
  private final Buffer prelude = Buffer.buffer();
  private @Nullable UsageEvent heldUsage;

  // Events that lie next to each other in one chunk are written to the client as one.
  private byte[] runArray = new byte[0];
  private int runOffset;
  private int runLength;

  StreamReader(Attempt attempt, Exchange exchange, UsageRule rule) {
    this.attempt = attempt;
    this.exchange = exchange;
    this.stream =
        new ChatStream(
            rule, exchange.profile().choices(), exchange.services().limits().eventBytesMax());
  }

  @Override
  public void chunk(Buffer data) {
    HeapBytes bytes = HeapBytes.of(data);
    stream.feed(bytes.array(), bytes.offset(), bytes.length(), this);
    flush();
    if (!stream.isComplete() && exchange.reply().isFull(attempt::resume)) {
      attempt.pause();
    }
  }

  @Override
  public void ended() {
    if (stream.end(this) == ChatStream.Ending.CUT) {
      flush();
      attempt.cut("the provider ended its stream without [DONE]");
    }
  }

  @Override
  public void event(ChatStream.Kind kind, byte[] array, int offset, int length) {
    switch (kind) {
      case PRELUDE -> hold(array, offset, length);
      case CONTENT -> content(array, offset, length);
      case DONE -> done(array, offset, length);
      case ERROR -> providerError();
      case MALFORMED -> broken("an event of the stream is no JSON object in UTF-8");
      case OVERSIZED ->
          broken("an event is over " + exchange.services().limits().eventBytesMax() + " bytes");
      case EXTRA -> {
        // What follows the end is nobody's answer.
      }
    }
  }

  @Override
  public void usage(UsageEvent event) {
    flush();
    releaseHeldUsage();
    heldUsage = event;
  }

  private void hold(byte[] array, int offset, int length) {
    if (prelude.length() + length > exchange.services().limits().eventBytesMax()) {
      broken("the stream brings no content");
    } else {
      prelude.appendBytes(array, offset, length);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same chunk, not an equal one
  private void content(byte[] array, int offset, int length) {
    attempt.contentSeen();
    releaseHeldUsage();
    if (array == runArray && offset == runOffset + runLength) {
      runLength += length;
      return;
    }
    flush();
    runArray = array;
    runOffset = offset;
    runLength = length;
  }

  /** An engine that reports usage more than once: what it said before is part of the stream. */
  private void releaseHeldUsage() {
    UsageEvent event = heldUsage;
    heldUsage = null;
    if (event != null && (!event.isUsageOnly() || exchange.profile().streamUsage())) {
      flush();
      write(Buffers.of(event.withCost(null)));
    }
  }

  private void flush() {
    if (runLength > 0) {
      write(Buffers.of(runArray, runOffset, runLength));
      runLength = 0;
    }
  }

  private void write(Buffer data) {
    commit();
    exchange.reply().write(data);
  }

  private void commit() {
    if (exchange.commitStream() && prelude.length() > 0) {
      exchange.reply().write(prelude);
    }
  }

  private void done(byte[] array, int offset, int length) {
    flush();
    Buffer end = Buffers.of(array, offset, length);
    attempt.complete(cost -> deliver(end, cost));
  }

  private void deliver(Buffer end, @Nullable Picodollars cost) {
    commit();
    UsageEvent usage = heldUsage;
    if (usage != null && (!usage.isUsageOnly() || exchange.profile().streamUsage())) {
      exchange.reply().endStream(Buffers.join(Buffers.of(usage.withCost(cost)), end));
    } else {
      exchange.reply().endStream(end);
    }
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
  public AttemptSoFar.AnswerSoFar soFar() {
    ReportedUsage reported = stream.reportedUsage();
    return new AttemptSoFar.AnswerSoFar(
        reported == null ? null : reported.usage(),
        reported == null ? UsageQuality.TOKENIZER_ESTIMATED : reported.quality(),
        // Most providers send one token an event; where they send more, bytes tell better.
        Math.max(stream.contentEvents(), Math.ceilDiv(stream.contentBytes(), BYTES_PER_TOKEN)),
        stream.model());
  }
}
