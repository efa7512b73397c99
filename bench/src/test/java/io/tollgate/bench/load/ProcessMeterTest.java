package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessMeterTest {

  @Test
  void the_meter_of_this_process_agrees_with_the_jvm() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc on this system");
    ProcessMeter meter = ProcessMeter.of(ProcessHandle.current().pid());
    double before = meter.cpuSeconds();
    SplittableRandom random = new SplittableRandom(1);
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    long sum = 0;
    while (System.nanoTime() < until) {
      sum += random.nextLong();
    }
    assertThat(sum).isNotZero();
    double byTheJvm =
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    assertThat(meter.cpuSeconds()).isGreaterThan(before).isBetween(byTheJvm - 0.2, byTheJvm + 0.5);
    assertThat(meter.residentBytes()).isGreaterThan(10_000_000);
  }

  @Test
  void a_process_that_is_not_there_reads_zero() {
    ProcessMeter meter = ProcessMeter.of(0);
    assertThat(meter.cpuSeconds()).isZero();
    assertThat(meter.residentBytes()).isZero();
  }

  @Test
  void the_meter_of_a_tree_has_the_children_too() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc on this system");
    Process parent = new ProcessBuilder("sh", "-c", "cat; true").start();
    try {
      // The shell has a child as soon as it echoes.
      parent.getOutputStream().write('x');
      parent.getOutputStream().flush();
      assertThat(parent.getInputStream().read()).isEqualTo('x');
      long alone = ProcessMeter.of(parent.pid()).residentBytes();
      assertThat(alone).isPositive();
      assertThat(ProcessMeter.ofTree(parent.pid()).residentBytes()).isGreaterThan(alone);
    } finally {
      parent.getOutputStream().close();
      parent.waitFor();
    }
  }
}
