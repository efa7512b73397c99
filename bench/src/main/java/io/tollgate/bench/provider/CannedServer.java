package io.tollgate.bench.provider;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A provider of canned answers on bare Netty, for a process of its own: it writes bytes that were
 * encoded beforehand, so that what stands in front of it is the slower part.
 */
final class CannedServer implements AutoCloseable {

  private static final int BACKLOG = 4_096;

  private final EventLoopGroup group;
  private final Channel listening;

  private CannedServer(EventLoopGroup group, Channel listening) {
    this.group = group;
    this.listening = listening;
  }

  /** Starts it on the port of its profile; throws where that is taken. */
  static CannedServer start(ProviderProfile profile, Pace.FlatOut pace)
      throws InterruptedException {
    Map<String, CannedBytes> answers = new HashMap<>();
    for (SimulatedModel model : profile.models()) {
      CannedAnswer canned = CannedAnswer.of(profile.seed(), model, pace.eventsPerWrite());
      answers.put(
          model.name(),
          pace.stalling().contains(model.name())
              ? CannedBytes.stalling(canned)
              : CannedBytes.of(canned));
    }
    CannedSite site =
        new CannedSite(
            "Bearer " + profile.key(), CannedBytes.json(ModelsJson.of(profile)), answers);
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends ServerChannel> channel =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, io);
    Channel listening =
        new ServerBootstrap()
            .group(group)
            .channel(channel)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel child) {
                    child.pipeline().addLast(new HttpRequestDecoder(), new CannedExchange(site));
                  }
                })
            .bind("127.0.0.1", profile.port())
            .sync()
            .channel();
    return new CannedServer(group, listening);
  }

  /** The base URL for a client, with {@code /v1}. */
  String baseUrl() {
    return "http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort() + "/v1";
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
