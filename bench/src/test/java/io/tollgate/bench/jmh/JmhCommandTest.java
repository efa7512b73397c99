package io.tollgate.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.Options;
import picocli.CommandLine;

class JmhCommandTest {

  private static Options options(String... args) {
    JmhCommand main = new JmhCommand();
    new CommandLine(main).parseArgs(args);
    return main.options();
  }

  @Test
  void the_defaults_are_short() {
    Options options = options("Sse");
    assertThat(options.getForkCount().get()).isOne();
    assertThat(options.getWarmupIterations().get()).isEqualTo(3);
    assertThat(options.getMeasurementIterations().get()).isEqualTo(5);
    assertThat(options.getIncludes()).containsExactly("Sse");
    assertThat(options.getProfilers()).hasSize(1);
  }

  @Test
  void the_benchmarks_of_this_module_are_known_to_the_runner() throws Exception {
    try (var list = getClass().getResourceAsStream("/META-INF/BenchmarkList")) {
      assertThat(Optional.ofNullable(list)).isPresent();
      assertThat(new String(list.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("SseBaselineBenchmark");
    }
  }
}
