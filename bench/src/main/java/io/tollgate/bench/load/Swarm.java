package io.tollgate.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections to one port that all behave in one manner, on one thread.
 *
 * <p>They connect a few hundred at a time, so that it is not the kernel's queue of new connections
 * that is tested.
 */
public final class Swarm implements AutoCloseable {

  private static final int CONNECTING_MAX = 200;

  /** What the kernel keeps for a connection that does not read: little, as on a slow line. */
  private static final int RECEIVE_BUFFER_BYTES = 4096;

  private static final int PIECE_BYTES = 4096;

  private final EventLoopGroup group;
  private final Bootstrap bootstrap;
  private final Manner manner;
  private final int count;
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  // On the one thread only.
  private final Set<Channel> open = new HashSet<>();
  private int started;
  private int connecting;

  private Swarm(int port, int count, Manner manner) {
    this.manner = manner;
    this.count = count;
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends SocketChannel> channel =
        Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    this.group = new MultiThreadIoEventLoopGroup(1, io);
    boolean all = manner.reading() == Manner.Reading.EVERYTHING;
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(channel)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            .option(ChannelOption.AUTO_READ, all)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(all ? PIECE_BYTES : 1).maxMessagesPerRead(1))
            .remoteAddress("127.0.0.1", port)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    ch.pipeline().addLast(new Member());
                  }
                });
  }

  /**
   * Starts to connect and returns at once.
   *
   * @param port of this machine
   * @param count connections in all
   * @param tick how often each does a little more
   */
  public static Swarm start(int port, int count, Manner manner, Duration tick) {
    Swarm swarm = new Swarm(port, count, manner);
    swarm.group.execute(swarm::connectMore);
    swarm.group.scheduleAtFixedRate(
        swarm::eachDoesALittle, tick.toMillis(), tick.toMillis(), TimeUnit.MILLISECONDS);
    return swarm;
  }

  private void connectMore() {
    while (started < count && connecting < CONNECTING_MAX) {
      started++;
      connecting++;
      bootstrap
          .connect()
          .addListener(done -> {
            connecting--;
            if (!done.isSuccess()) {
              ended.incrementAndGet();
            }
            connectMore();
          });
    }
  }

  private void eachDoesALittle() {
    for (Channel channel : List.copyOf(open)) {
      if (!manner.eachTick().isEmpty()) {
        channel.writeAndFlush(bytes(manner.eachTick()), channel.voidPromise());
      }
      if (manner.reading() == Manner.Reading.BYTE_PER_TICK) {
        channel.read();
      }
    }
  }

  private static ByteBuf bytes(String latin1) {
    return Unpooled.copiedBuffer(latin1, StandardCharsets.ISO_8859_1);
  }

  private final class Member extends ChannelInboundHandlerAdapter {

    private boolean hasRead;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      connected.incrementAndGet();
      open.add(context.channel());
      context.writeAndFlush(bytes(manner.first()), context.voidPromise());
      if (manner.reading() != Manner.Reading.EVERYTHING) {
        context.read();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ((ByteBuf) message).release();
      if (!hasRead) {
        hasRead = true;
        answered.incrementAndGet();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      open.remove(context.channel());
      ended.incrementAndGet();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // A reset, which is what such clients must expect.
      context.close();
    }
  }

  /** Connections that were made. */
  public int connected() {
    return connected.get();
  }

  /** Connections that got a first byte of an answer. */
  public int answered() {
    return answered.get();
  }

  /** Connections that are over, or could not be made; those that do not read learn it late. */
  public int ended() {
    return ended.get();
  }

  /** Closes all of them at once. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
