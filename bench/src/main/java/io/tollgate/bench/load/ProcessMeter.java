package io.tollgate.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * CPU time, memory, threads and descriptors of one or several processes, as Linux's {@code /proc}
 * tells them.
 */
public final class ProcessMeter {

  /** The unit of times in {@code /proc/PID/stat}: fixed at 1/100 s towards programs. */
  private static final double TICKS_PER_SECOND = 100;

  private final List<Path> directories;

  private ProcessMeter(LongStream pids) {
    this.directories =
        pids.filter(pid -> pid > 0)
            .distinct()
            .mapToObj(pid -> Path.of("/proc", Long.toString(pid)))
            .toList();
  }

  /** The meter of a process; pid 0, or a system without {@code /proc}, gives one that reads 0. */
  public static ProcessMeter of(long pid) {
    return new ProcessMeter(LongStream.of(pid));
  }

  /**
   * The meter of a process and of all below it that there are now, e.g. the workers of a server.
   *
   * @param pid the process; 0 gives a meter that reads 0
   */
  public static ProcessMeter ofTree(long pid) {
    LongStream below =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(ProcessHandle::pid);
    return new ProcessMeter(LongStream.concat(LongStream.of(pid), below));
  }

  /** The meter of several processes together, without those below them. */
  public static ProcessMeter ofAll(long... pids) {
    return new ProcessMeter(LongStream.of(pids));
  }

  /** User and system CPU time since the processes started, in seconds; 0 if it cannot be read. */
  public double cpuSeconds() {
    return sum(ProcessMeter::cpuTicks) / TICKS_PER_SECOND;
  }

  private static long cpuTicks(Path directory) {
    try {
      String stat = Files.readString(directory.resolve("stat"));
      // The second field is the command in parentheses and may hold anything.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Resident memory in bytes, shared pages counted for each process; 0 if it cannot be read. */
  public long residentBytes() {
    return sum(directory -> status(directory, "VmRSS:")) * 1024;
  }

  /** Threads; 0 if they cannot be counted. */
  public long threads() {
    return sum(directory -> status(directory, "Threads:"));
  }

  /** Open files and connections; 0 if they cannot be counted. */
  public long descriptors() {
    return sum(ProcessMeter::descriptors);
  }

  private static long descriptors(Path directory) {
    try (Stream<Path> open = Files.list(directory.resolve("fd"))) {
      return open.count();
    } catch (IOException e) {
      return 0;
    }
  }

  private long sum(ToLongFunction<Path> figure) {
    return directories.stream().mapToLong(figure).sum();
  }

  private static long status(Path directory, String name) {
    try {
      for (String line : Files.readAllLines(directory.resolve("status"))) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
