package io.tollgate.gateway.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many clients' connections there may be at one time, in all and from one address. Safe for use
 * by all event loops.
 */
final class ConnectionLimit {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

  /** Descriptors left to the admin plane, the ledger and what the process opens later. */
  private static final long RESERVED_DESCRIPTORS = 64;

  /** A request needs one to its client and one to its provider. */
  private static final long DESCRIPTORS_PER_CLIENT = 2;

  private final IntSupplier total;
  private final IntSupplier perAddress;
  private final int affordable;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * A limit under which nothing is open.
   *
   * @param total connections in all, asked each time
   * @param perAddress connections of one address, asked each time; 0 for no such bound
   * @param affordable what this process has descriptors for
   */
  ConnectionLimit(IntSupplier total, IntSupplier perAddress, int affordable) {
    this.total = total;
    this.perAddress = perAddress;
    this.affordable = affordable;
    if (affordable < total.getAsInt()) {
      LOG.warn(
          "limits.connections is lowered from {} to {}: the process may open no more files; raise"
              + " its limit (ulimit -n, LimitNOFILE) to serve more",
          total.getAsInt(),
          affordable);
    }
  }

  /** What this process has descriptors for beside those it has open now; at least 1. */
  static int affordable() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long free =
          system.getMaxFileDescriptorCount()
              - system.getOpenFileDescriptorCount()
              - RESERVED_DESCRIPTORS;
      return Math.clamp(free / DESCRIPTORS_PER_CLIENT, 1, Integer.MAX_VALUE);
    }
    return Integer.MAX_VALUE;
  }

  /**
   * Lets a connection in, or not.
   *
   * @param address of the client; {@code null} where it has none
   */
  boolean enter(@Nullable InetAddress address) {
    if (open.incrementAndGet() > Math.min(total.getAsInt(), affordable)) {
      open.decrementAndGet();
      return false;
    }
    if (address != null) {
      int bound = perAddress.getAsInt();
      // Counted even where there is no bound, which may be set later.
      int ofAddress = byAddress.merge(address, 1, Integer::sum);
      if (bound > 0 && ofAddress > bound) {
        leave(address);
        return false;
      }
    }
    return true;
  }

  /** A connection that was let in has closed. */
  void leave(@Nullable InetAddress address) {
    open.decrementAndGet();
    if (address != null) {
      byAddress.computeIfPresent(address, (ignored, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Connections that are open. */
  int open() {
    return open.get();
  }
}
