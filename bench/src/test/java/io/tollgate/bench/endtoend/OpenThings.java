package io.tollgate.bench.endtoend;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds open: what would grow with every reload if something were left behind.
 *
 * @param threads threads of the platform but those that clients run on
 * @param descriptors open files and sockets, or 0 where the system does not say
 * @param live live objects of the classes that were asked for, by name
 */
record OpenThings(int threads, long descriptors, Map<String, Long> live) {

  /** Counts after a full collection, so that nothing is counted that is merely not collected. */
  static OpenThings now(List<String> classes) {
    return new OpenThings(
        Math.toIntExact(
            Thread.getAllStackTraces().keySet().stream().filter(OpenThings::counts).count()),
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0,
        live(classes));
  }

  /** The clients of the tests, and the carriers of virtual threads, come and go by themselves. */
  private static boolean counts(Thread thread) {
    return !thread.getName().startsWith("HttpClient-")
        && !thread.getName().startsWith("ForkJoinPool");
  }

  private static Map<String, Long> live(List<String> classes) {
    Map<String, Long> live = new TreeMap<>();
    histogram()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length >= 4 && classes.contains(columns[3]))
        .forEach(columns -> live.merge(columns[3], Long.parseLong(columns[1]), Long::sum));
    return live;
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  long live(String name) {
    return live.getOrDefault(name, 0L);
  }
}
