package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class HeapGrowthTest {

  private static final int MIB = 1 << 20;
  private static final long LEAST_MIB = 8;

  @Test
  void what_outlived_young_collections_and_died_does_not_fill_the_heap()
      throws IOException, InterruptedException {
    Observed unbounded = run("unbounded", "8", "700");
    Observed bounded = run("bounded", "8", "700");

    assertThat(unbounded.fullCollections()).isZero();
    assertThat(bounded.fullCollections()).isPositive();
    assertThat(bounded.largestMib()).isLessThan(unbounded.largestMib() / 2);
  }

  @Test
  void the_more_is_alive_the_more_it_may_grow_before_it_is_collected()
      throws IOException, InterruptedException {
    Observed little = run("bounded", "8", "2000");
    Observed much = run("bounded", "300", "2000");

    assertThat(much.fullCollections()).isLessThan(little.fullCollections());
  }

  @Test
  void other_collectors_are_left_alone() throws IOException, InterruptedException {
    assertThat(run("-XX:+UseParallelGC", "bounded", "8", "50").fullCollections()).isZero();
  }

  private record Observed(long largestMib, long fullCollections) {}

  private static Observed run(String bounded, String alive, String allocated)
      throws IOException, InterruptedException {
    return run("-XX:+UseSerialGC", bounded, alive, allocated);
  }

  private static Observed run(String collector, String bounded, String alive, String allocated)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(collector, "-Xms24m", "-Xmn8m", "-Xmx1g", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Allocating.class.getName(), bounded, alive, allocated));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines;
    try (var out = process.inputReader()) {
      lines = out.lines().toList();
    }
    assertThat(process.waitFor()).as("%s", lines).isZero();
    String[] figures = lines.getLast().split(" ", -1);
    return new Observed(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
  }

  /** A process of which so many arrays of 1 MiB are alive at a time. */
  static final class Allocating {

    private Allocating() {}

    public static void main(String[] arguments) {
      if (arguments[0].equals("bounded")) {
        HeapGrowth.bound(LEAST_MIB * MIB);
      }
      byte[][] alive = new byte[Integer.parseInt(arguments[1])][];
      CRC32 checksum = new CRC32();
      long largest = 0;
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        alive[i % alive.length] = new byte[MIB];
        // As much work for each of them as a gateway has with a prompt, in which others may run.
        for (int read = 0; read < 10; read++) {
          checksum.update(alive[i % alive.length]);
        }
        largest = Math.max(largest, Runtime.getRuntime().totalMemory());
      }
      System.out.println(largest / MIB + " " + fullCollections());
    }

    private static long fullCollections() {
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        if (List.of("MarkSweepCompact", "PS MarkSweep").contains(collector.getName())) {
          return collector.getCollectionCount();
        }
      }
      throw new IllegalStateException("no collector of the old generation is known");
    }
  }
}
