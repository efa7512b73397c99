package io.tollgate.bench.chaos;

import io.tollgate.bench.load.ProcessMeter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process uses over time: memory, threads and file descriptors, sampled by the second. */
final class Vitals {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  /** One sample. */
  private record Sample(long residentBytes, long threads, long descriptors) {}

  private final long pid;
  private final ProcessMeter meter;
  private final List<Sample> samples = new ArrayList<>();

  Vitals(long pid) {
    this.pid = pid;
    this.meter = ProcessMeter.of(pid);
  }

  void sample() {
    samples.add(new Sample(meter.residentBytes(), meter.threads(), meter.descriptors()));
  }

  /**
   * Bytes of the heap that are in use after a full collection, as {@code jcmd} has it; 0 where that
   * cannot be told.
   */
  long liveHeapBytes() throws IOException, InterruptedException {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    return used.find() ? Long.parseLong(used.group(1)) * 1024 : 0;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      String text = String.join("\n", output.lines().toList());
      process.waitFor();
      return text;
    }
  }

  Growth resident() {
    return growth(Sample::residentBytes);
  }

  Growth threads() {
    return growth(Sample::threads);
  }

  Growth descriptors() {
    return growth(Sample::descriptors);
  }

  /** The medians of the second and of the last quarter: what is before is warming up. */
  private Growth growth(ToLongFunction<Sample> figure) {
    long[] all = samples.stream().mapToLong(figure).toArray();
    int quarter = all.length / 4;
    return new Growth(
        median(Arrays.copyOfRange(all, quarter, 2 * quarter)),
        median(Arrays.copyOfRange(all, all.length - quarter, all.length)));
  }

  private static long median(long[] values) {
    if (values.length == 0) {
      return 0;
    }
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
