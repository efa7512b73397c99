package io.tollgate.bench.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections a process may have; the limit is inherited by those it starts. */
final class OpenFiles {

  /** Descriptors of a process for other things, other connections among them. */
  private static final int OTHERS = 2_000;

  private static final int USUAL = 20_000;
  private static final int MOST = 1 << 20;

  private OpenFiles() {}

  /** Connections of clients through a proxy, which needs another one for each. */
  static int connectionsThroughProxyMax() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp((unix.getMaxFileDescriptorCount() - OTHERS) / 2, 1, MOST)
        : USUAL / 2;
  }
}
