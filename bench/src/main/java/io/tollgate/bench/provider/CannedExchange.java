package io.tollgate.bench.provider;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One connection to a {@link CannedServer}, with one request at a time; on its event loop only. */
final class CannedExchange extends SimpleChannelInboundHandler<HttpObject> implements Runnable {

  private static final int BODY_BYTES = 2_048;

  private final CannedSite site;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf body;
  private @Nullable ByteBuf answer;
  private boolean keepAlive;
  private List<ByteBuf> writes = List.of();
  private int written;
  private boolean waits;

  CannedExchange(CannedSite site) {
    this.site = site;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext newContext) {
    context = newContext;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext now, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      now.close();
      return;
    }
    if (message instanceof HttpRequest request) {
      begin(now, request);
    }
    if (message instanceof HttpContent content) {
      if (body != null) {
        body.writeBytes(content.content());
      }
      if (content instanceof LastHttpContent) {
        answer(now);
      }
    }
  }

  private void begin(ChannelHandlerContext now, HttpRequest request) {
    keepAlive = HttpUtil.isKeepAlive(request);
    release();
    if (!site.authorization().equals(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
      answer = CannedSite.UNAUTHORIZED;
    } else if (request.uri().equals("/v1/models")) {
      answer = site.models();
    } else {
      answer = null;
      body =
          now.alloc()
              .heapBuffer(Math.max(BODY_BYTES, HttpUtil.getContentLength(request, BODY_BYTES)));
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      now.writeAndFlush(CannedBytes.CONTINUE.duplicate(), now.voidPromise());
    }
  }

  private void answer(ChannelHandlerContext now) {
    ByteBuf asked = body;
    if (answer != null || asked == null) {
      end(now, answer == null ? CannedSite.BAD_REQUEST : answer);
      return;
    }
    RequestGlance glance;
    try {
      glance =
          RequestGlance.at(
              asked.array(), asked.arrayOffset() + asked.readerIndex(), asked.readableBytes());
    } catch (JacksonException e) {
      end(now, CannedSite.BAD_REQUEST);
      return;
    } finally {
      release();
    }
    CannedBytes canned = site.answers().get(glance.model());
    if (canned == null) {
      end(now, CannedSite.NOT_FOUND);
    } else if (!glance.stream()) {
      end(now, canned.plain());
    } else if (canned.stalls()) {
      // Nothing follows: the client ends it.
      now.writeAndFlush(canned.stream().getFirst().duplicate(), now.voidPromise());
    } else {
      writes = glance.includeUsage() ? canned.streamWithUsage() : canned.stream();
      written = 0;
      run();
    }
  }

  /** Writes the next piece of a stream, and comes back for the one after it on a later turn. */
  @Override
  public void run() {
    ChannelHandlerContext now = context;
    if (now == null || !now.channel().isActive()) {
      return;
    }
    if (!now.channel().isWritable()) {
      waits = true;
      return;
    }
    ByteBuf piece = writes.get(written++);
    if (written == writes.size()) {
      end(now, piece);
    } else {
      now.writeAndFlush(piece.duplicate(), now.voidPromise());
      // The next turn of the loop: otherwise all pieces would leave as one.
      now.executor().execute(this);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext now) {
    if (waits && now.channel().isWritable()) {
      waits = false;
      run();
    }
  }

  private void end(ChannelHandlerContext now, ByteBuf last) {
    if (keepAlive) {
      now.writeAndFlush(last.duplicate(), now.voidPromise());
    } else {
      now.writeAndFlush(last.duplicate()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void release() {
    if (body != null) {
      body.release();
      body = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext now) {
    release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext now, Throwable cause) {
    // A reset; channelInactive follows.
    now.close();
  }
}
