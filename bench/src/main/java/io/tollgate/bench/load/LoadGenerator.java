package io.tollgate.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A load generator: sends requests to a target as a {@link LoadPlan} says and measures what comes
 * back.
 *
 * <p>It uses one thread, and raw connections in place of an HTTP client, so that on a small machine
 * the generator is not what is measured. Runs of one generator go one after another.
 */
public final class LoadGenerator implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

  private final ProcessMeter loadSide;
  private final EventLoopGroup group;
  private final Bootstrap bootstrap;

  /** A generator with a thread of its own. */
  public LoadGenerator() {
    this(ProcessMeter.of(0));
  }

  /**
   * The same with a meter of what makes the load.
   *
   * @param loadSide of this process and of the provider behind the targets, as far as it is ours
   */
  LoadGenerator(ProcessMeter loadSide) {
    this.loadSide = loadSide;
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends SocketChannel> channel =
        Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    this.group = new MultiThreadIoEventLoopGroup(1, io);
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(channel)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
  }

  /**
   * Runs one measurement and waits for it. It ends at the latest one timeout after the measured
   * time.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public LoadResult run(LoadTarget target, LoadPlan plan) throws InterruptedException {
    LoadSession session = new LoadSession(target, plan, loadSide, bootstrap, group.next());
    try {
      return session.run().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load session broke", e.getCause());
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
