package io.tollgate.gateway.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a provider, which serves one call at a time (HTTP/1.1, RFC 9112), on one event
 * loop.
 *
 * <p>Vert.x makes it, TLS included, and closes it; Netty's decoder reads the answers. What Vert.x
 * has between these two, for requests of every kind and several at a time, takes more time and more
 * objects than all that is sent and received.
 */
final class ProviderConnection extends ChannelInboundHandlerAdapter {

  /** 1 to 8 KiB. */
  private static final RecvByteBufAllocator SMALL_READS =
      new AdaptiveRecvByteBufAllocator(1 << 10, 4 << 10, 8 << 10).maxMessagesPerRead(1);

  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");

  private final HttpClientConnection http;
  private final Channel channel;

  /** Where it is among what handles the channel. */
  private final ChannelHandlerContext place;

  private final Consumer<ProviderConnection> free;

  /** How long it may be idle; a provider may say so in its answers. */
  private long keepAliveNanos;

  private long idleSinceNanos = System.nanoTime();
  private boolean gone;

  /** The call that has it; {@code null} while it is idle, and once its call has broken. */
  private @Nullable UpstreamCall call;

  private @Nullable ContextInternal context;
  private boolean answerBegun;
  private boolean sentAll;

  /** Whether it is closed after the answer. */
  private boolean last;

  /** Whether something that one read of the socket brought is being handed on. */
  private boolean reading;

  /** Whether all of that was there before the call that has it now: none of it is its answer. */
  private boolean readBefore;

  private final Handler<HttpObject> read = this::read;

  /**
   * A connection that has just been made.
   *
   * @param keepAlive how long it may be idle
   * @param free is told each time a call is over and it is open
   * @param lost is told once, when it serves no more calls
   */
  ProviderConnection(
      HttpClientConnection http,
      Duration keepAlive,
      Consumer<ProviderConnection> free,
      Consumer<ProviderConnection> lost) {
    this.http = http;
    this.channel = http.channelHandlerContext().channel();
    this.keepAliveNanos = keepAlive.toNanos();
    this.free = free;
    // The call on a connection that breaks says so itself; between calls it is no news.
    http.exceptionHandler(ignored -> {});
    http.evictionHandler(ignored -> {
      if (!gone) {
        gone = true;
        lost.accept(this);
      }
    });
    // One read a turn, and a small one: what was read is in memory however slow the client is.
    channel.config().setRecvByteBufAllocator(SMALL_READS);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(HttpClientCodec.class, "decoder", new HttpResponseDecoder());
    pipeline.addAfter("decoder", "provider", this);
    this.place = pipeline.context(this);
  }

  /** Whether it serves no more calls. */
  boolean isGone() {
    return gone || !channel.isActive();
  }

  /** Whether it is open, and has been idle for no longer than it may be. */
  boolean isFresh() {
    return !isGone() && System.nanoTime() - idleSinceNanos <= keepAliveNanos;
  }

  /**
   * Begins a call.
   *
   * @param taken what is told of the answer, in its context, until it ends or breaks
   */
  void begin(UpstreamCall taken, ContextInternal itsContext) {
    if (isGone()) {
      taken.refused(HttpUtils.CONNECTION_CLOSED_EXCEPTION);
      return;
    }
    call = taken;
    context = itsContext;
    answerBegun = false;
    sentAll = false;
    readBefore = reading;
    taken.connected(this);
  }

  /** Where what is written to it lies until it has been. */
  ByteBufAllocator memory() {
    return channel.alloc();
  }

  /** Whether it takes more at once; where it does not, its call is told when it does again. */
  boolean isWritable() {
    return channel.isWritable();
  }

  /**
   * Sends a part of a request, head and body alike as the bytes that they are.
   *
   * @param isLast whether the request ends with it
   */
  void write(Buffer part, boolean isLast) {
    // A write that fails breaks the connection.
    place.writeAndFlush(((BufferInternal) part).getByteBuf(), channel.voidPromise());
    sentAll = isLast;
  }

  /**
   * Has the socket read, or not. What was read is handed on all the same; thousands of slow clients
   * cannot be afforded more than that.
   */
  void read(boolean reads) {
    channel.config().setAutoRead(reads);
  }

  /** Ends the call in the middle, of which nothing more is told: the provider sees a break. */
  void reset() {
    call = null;
    http.close();
  }

  /** Closes it; a call on it breaks. */
  void close() {
    http.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext pipeline, Object message) {
    reading = true;
    ContextInternal current = context;
    if (message instanceof HttpObject part && call != null && current != null) {
      current.dispatch(part, read);
    } else {
      ReferenceCountUtil.release(message);
      if (!gone && call == null) {
        // Nobody asked: whatever it is would be taken for the answer to the next request.
        http.close();
      }
    }
  }

  private void read(HttpObject part) {
    if (readBefore) {
      ReferenceCountUtil.release(part);
      broken(new VertxException("an answer that nobody asked for", true));
    } else if (part.decoderResult().isFailure()) {
      ReferenceCountUtil.release(part);
      broken(part.decoderResult().cause());
    } else if (part instanceof HttpResponse head) {
      begun(head);
    } else if (part instanceof HttpContent content) {
      content(content);
    }
  }

  private void begun(HttpResponse head) {
    HttpVersion version = head.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      broken(new VertxException("an answer of version " + version, true));
      return;
    }
    int status = head.status().code();
    if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL && status != 101) {
      // The answer is yet to come.
      return;
    }
    answerBegun = true;
    // After a switch of protocols, for which nobody asked, it is of no more use.
    last = status == 101 || !HttpUtil.isKeepAlive(head);
    String keepAlive = head.headers().get(KEEP_ALIVE);
    if (keepAlive != null) {
      int seconds = HttpUtils.parseKeepAliveHeaderTimeout(keepAlive);
      if (seconds >= 0) {
        keepAliveNanos = Duration.ofSeconds(seconds).toNanos();
      }
    }
    UpstreamCall current = call;
    if (current != null) {
      current.answered(status, new HeadersAdaptor(head.headers()));
    }
  }

  private void content(HttpContent content) {
    boolean ends = content instanceof LastHttpContent;
    boolean says = content.content().isReadable();
    // It is copied out of the socket's buffer, or let go.
    Buffer data = BufferInternal.safeBuffer(content.content());
    if (!answerBegun) {
      // The end of what is not the answer yet.
      return;
    }
    UpstreamCall current = call;
    if (says && current != null) {
      current.read(data);
    }
    // What it was told may have ended the call.
    current = call;
    if (ends && current != null) {
      try {
        current.complete(sentAll);
      } finally {
        // Whoever is told may fail; the connection would belong to its call for ever.
        if (sentAll) {
          release();
        }
      }
    }
  }

  /** Its call is over, and the next may have it. */
  private void release() {
    call = null;
    context = null;
    idleSinceNanos = System.nanoTime();
    if (last) {
      http.close();
    }
    free.accept(this);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext pipeline) {
    reading = false;
    readBefore = false;
    ContextInternal current = context;
    UpstreamCall told = call;
    if (current != null && told != null && told.isUnread()) {
      current.dispatch(told, UpstreamCall::chunksRead);
    }
    pipeline.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext pipeline) {
    ContextInternal current = context;
    UpstreamCall writing = call;
    if (current != null && writing != null && channel.isWritable()) {
      current.dispatch(writing, UpstreamCall::sendOn);
    }
    pipeline.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext pipeline) {
    pipeline.fireChannelInactive();
    broken(HttpUtils.CONNECTION_CLOSED_EXCEPTION);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext pipeline, Throwable cause) {
    broken(cause);
  }

  private void broken(Throwable cause) {
    UpstreamCall current = call;
    ContextInternal itsContext = context;
    call = null;
    http.close();
    if (current != null && itsContext != null) {
      itsContext.dispatch(cause, current::broke);
    }
  }
}
