package io.tollgate.bench.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * One connection of the load generator with at most one request under way.
 *
 * <p>Used on one event loop only.
 */
final class ClientConnection extends SimpleChannelInboundHandler<HttpObject> {

  private final LoadSession session;
  private final boolean stream;
  private final StreamTally tally = new StreamTally();
  private final Channel channel;
  private boolean busy;
  private boolean keepAlive;
  private long intendedNanos;
  private long sentNanos;
  private int status;

  ClientConnection(LoadSession session, boolean stream, Channel channel) {
    this.session = session;
    this.stream = stream;
    this.channel = channel;
  }

  /** Sends a request that was meant to start at the given time. */
  void send(byte[] request, long newIntendedNanos) {
    busy = true;
    status = 0;
    intendedNanos = newIntendedNanos;
    sentNanos = System.nanoTime();
    tally.reset();
    channel.writeAndFlush(Unpooled.wrappedBuffer(request), channel.voidPromise());
  }

  /** Gives up on a request that was sent before the given time. */
  void expire(long sentBeforeNanos) {
    if (busy && sentNanos - sentBeforeNanos < 0) {
      fail(ErrorKind.TIMEOUT);
    }
  }

  void close() {
    channel.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (!busy || message.decoderResult().isFailure()) {
      fail(ErrorKind.PROTOCOL);
      return;
    }
    if (message instanceof HttpResponse response) {
      status = response.status().code();
      keepAlive = HttpUtil.isKeepAlive(response);
      session.firstByte(intendedNanos);
    }
    if (message instanceof HttpContent content) {
      if (stream) {
        int before = tally.events();
        tally.read(content.content());
        session.events(tally.events() - before);
      }
      if (content instanceof LastHttpContent) {
        finish();
      }
    }
  }

  private void finish() {
    if (status >= 300) {
      fail(status >= 500 ? ErrorKind.STATUS_5XX : ErrorKind.STATUS_4XX);
    } else if (stream && tally.error()) {
      fail(ErrorKind.ERROR_EVENT);
    } else if (stream && !tally.done()) {
      fail(ErrorKind.TRUNCATED);
    } else {
      busy = false;
      session.completed(intendedNanos);
      goOn();
    }
  }

  private void fail(ErrorKind kind) {
    boolean reusable =
        kind == ErrorKind.STATUS_4XX || kind == ErrorKind.STATUS_5XX || kind == ErrorKind.TRUNCATED;
    if (busy) {
      busy = false;
      session.failed(kind, intendedNanos);
    }
    keepAlive &= reusable;
    goOn();
  }

  private void goOn() {
    if (keepAlive) {
      session.idle(this);
    } else {
      channel.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    session.idle(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (busy) {
      busy = false;
      session.failed(ErrorKind.BROKEN, intendedNanos);
    }
    session.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A reset; channelInactive follows.
    channel.close();
  }
}
