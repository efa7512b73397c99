package io.tollgate.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time, memory, threads and descriptors of a process, as Linux's {@code /proc} tells them. */
public final class ProcessMeter {

  /** The unit of times in {@code /proc/PID/stat}: fixed at 1/100 s towards programs. */
  private static final double TICKS_PER_SECOND = 100;

  private final Path directory;

  private ProcessMeter(Path directory) {
    this.directory = directory;
  }

  /** The meter of a process; pid 0, or a system without {@code /proc}, gives one that reads 0. */
  public static ProcessMeter of(long pid) {
    return new ProcessMeter(Path.of("/proc", Long.toString(pid)));
  }

  /** User and system CPU time since the process started, in seconds; 0 if it cannot be read. */
  public double cpuSeconds() {
    try {
      String stat = Files.readString(directory.resolve("stat"));
      // The second field is the command in parentheses and may hold anything.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      long ticks = Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Resident memory in bytes; 0 if it cannot be read. */
  public long residentBytes() {
    return status("VmRSS:") * 1024;
  }

  /** Threads; 0 if they cannot be counted. */
  public long threads() {
    return status("Threads:");
  }

  /** Open files and connections; 0 if they cannot be counted. */
  public long descriptors() {
    try (Stream<Path> open = Files.list(directory.resolve("fd"))) {
      return open.count();
    } catch (IOException e) {
      return 0;
    }
  }

  private long status(String name) {
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
