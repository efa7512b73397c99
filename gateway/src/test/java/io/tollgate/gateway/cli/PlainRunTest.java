package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRunTest {

  @Test
  void run_alone_takes_the_configuration_of_the_working_directory() {
    assertThat(path("run")).isEqualTo(ConfigOption.DEFAULT);
  }

  @Test
  void run_with_a_configuration_takes_that() {
    assertThat(path("run", "--config", "there/my.yaml")).isEqualTo(Path.of("there/my.yaml"));
  }

  /** Whose meaning, or whose mistake, picocli knows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--help",
        "demo",
        "config check",
        "run --help",
        "run --config",
        "run --config=my.yaml",
        "run --config --help",
        "run --config @arguments",
        "run --config my.yaml more",
        "run my.yaml"
      })
  void everything_else_is_for_picocli(String line) {
    assertThat(PlainRun.of(line.split(" "))).isNull();
  }

  private static Path path(String... arguments) {
    return Objects.requireNonNull(PlainRun.of(arguments)).path();
  }
}
