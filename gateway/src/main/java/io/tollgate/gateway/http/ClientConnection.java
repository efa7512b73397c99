package io.tollgate.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.tollgate.gateway.config.GatewayConfig.ClientTimes;
import io.tollgate.gateway.exchange.GatheredBytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one client's connection: which of its limits of time applies, and since when.
 *
 * <p>It has no timer: somebody asks every so often. Used on the connection's event loop only.
 */
final class ClientConnection {

  /** What a client takes too long for. */
  enum Tardiness {
    /** The rest of a request head, or the first one of all. */
    HEAD,
    /** The rest of a body that was refused and is thrown away. */
    BODY,
    /** The next request. */
    NEXT_REQUEST,
    /** Any of the bytes that wait for it. */
    READING
  }

  private final Channel channel;
  private final RequestDecoder decoder;
  private final Credentials credentials = new Credentials();

  /** Since when the client is to send the next thing, where no request runs. */
  private long waitingSinceNanos;

  private long requests;
  private boolean busy;
  private boolean refused;

  // What waits for the client, as it was when looked at last.
  private @Nullable Object waitingMessage;
  private long waitingBytes;
  private long takenOfMessage;
  private long stalledSinceNanos;

  ClientConnection(Channel channel, RequestDecoder decoder, long nowNanos) {
    this.channel = channel;
    this.decoder = decoder;
    this.waitingSinceNanos = nowNanos;
  }

  /** A request has come and is dealt with. */
  void asked() {
    requests++;
    busy = true;
  }

  /** The body of the request that has come last is to be gathered. */
  void gather(GatheredBytes body) {
    decoder.gather(body, requests);
  }

  /** What its requests prove themselves with. */
  Credentials credentials() {
    return credentials;
  }

  /** A request was refused and the connection is about to be closed. */
  void refused() {
    refused = true;
  }

  /** Whether nothing more is listened to, be it there already. */
  boolean isRefused() {
    return refused;
  }

  /** All of its answer was handed over. */
  void answered(long nowNanos) {
    busy = false;
    waitingSinceNanos = nowNanos;
  }

  /**
   * Closes the connection at once. Vert.x would first wait for what waits for the client; that is
   * gone, and a client that did not read it gets a reset, so that it takes nothing for an end.
   */
  void breakOff() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.pipeline().context(RequestDecoder.class).close();
  }

  /** What the client takes longer for than it may, or {@code null}. */
  @Nullable Tardiness tardiness(ClientTimes times, long nowNanos) {
    if (stalled(times.writeStall(), nowNanos)) {
      return Tardiness.READING;
    }
    if (busy) {
      // A body has its own limit, and an answer takes as long as it takes.
      return null;
    }
    if (decoder.isInBody()) {
      return passed(waitingSinceNanos, times.bodyRead(), nowNanos) ? Tardiness.BODY : null;
    }
    if (requests == 0) {
      return passed(waitingSinceNanos, times.headRead(), nowNanos) ? Tardiness.HEAD : null;
    }
    if (decoder.isInHead()) {
      // The head of a pipelined request may have begun before the answer to the one before.
      long since =
          decoder.headBegunNanos() - waitingSinceNanos > 0
              ? decoder.headBegunNanos()
              : waitingSinceNanos;
      return passed(since, times.headRead(), nowNanos) ? Tardiness.HEAD : null;
    }
    return passed(waitingSinceNanos, times.keepAlive(), nowNanos) ? Tardiness.NEXT_REQUEST : null;
  }

  @SuppressWarnings("ReferenceEquality") // the same message, not an equal one
  private boolean stalled(Duration limit, long nowNanos) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    Object message = waiting == null ? null : waiting.current();
    if (waiting == null || message == null) {
      waitingMessage = null;
      return false;
    }
    long bytes = waiting.totalPendingWriteBytes();
    long taken = waiting.currentProgress();
    // More that waits is no progress; less of it is.
    if (message != waitingMessage || taken != takenOfMessage || bytes < waitingBytes) {
      waitingMessage = message;
      takenOfMessage = taken;
      stalledSinceNanos = nowNanos;
    }
    waitingBytes = bytes;
    return passed(stalledSinceNanos, limit, nowNanos);
  }

  private static boolean passed(long sinceNanos, Duration limit, long nowNanos) {
    return nowNanos - sinceNanos >= limit.toNanos();
  }
}
