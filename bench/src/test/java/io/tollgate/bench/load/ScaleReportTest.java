package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.bench.load.SampleFindings.Found;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScaleReportTest {

  @Test
  void the_exponent_of_any_power_law_is_found() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      double exponent = random.nextDouble(-2, 2);
      double factor = random.nextDouble(0.01, 100);
      double[] x = random.doubles(5, 1, 10_000).toArray();
      double[] y = new double[x.length];
      for (int j = 0; j < x.length; j++) {
        y[j] = factor * Math.pow(x[j], exponent);
      }
      assertThat(PowerLaw.exponent(x, y)).isCloseTo(exponent, within(1e-6));
    }
  }

  @Test
  void an_exponent_is_put_in_words() {
    assertThat(PowerLaw.verdict(-0.5)).isEqualTo("flat");
    assertThat(PowerLaw.verdict(0.1)).isEqualTo("flat");
    assertThat(PowerLaw.verdict(0.11)).isEqualTo("no worse than linear");
    assertThat(PowerLaw.verdict(1.05)).isEqualTo("no worse than linear");
    assertThat(PowerLaw.verdict(1.06)).isEqualTo("worse than linear");
  }

  private static List<ScalePoint> along(ScaleAxis axis, IntToDoubleFunction cpuSeconds) {
    List<ScalePoint> points = new ArrayList<>();
    for (int size : axis.sizes()) {
      List<LoadResult> results =
          new SampleFindings()
              .with(Measure.PLAIN, "gateway", Found.rate(1_000, cpuSeconds.applyAsDouble(size)))
              .of("gateway")
              .results(Measure.PLAIN, "gateway");
      points.add(new ScalePoint(axis, size, results));
    }
    return points;
  }

  private static ScaleReport report() {
    List<ScalePoint> points = new ArrayList<>(along(ScaleAxis.DEPLOYMENTS, size -> 0.01 * size));
    points.addAll(along(ScaleAxis.KEYS, size -> 0.2));
    return new ScaleReport("So.", points);
  }

  @Test
  void the_tables_and_the_json_tell_how_cost_grows() {
    assertThat(report().markdown())
        .startsWith("So.")
        .contains(
            "| deployments | 1,000 | 10000.0 | 1.000 |",
            "| deployments | CPU us/request | 1.00 | no worse than linear |",
            "| deployments | p50 ms | 0.00 | flat |",
            "| virtual keys | CPU us/request | 0.00 | flat |");
    JsonNode json = JsonMapper.builder().build().readTree(report().json());
    assertThat(json.at("/exponents/deployments/CPU us~1request").asDouble())
        .isCloseTo(1, within(1e-9));
    assertThat(json.at("/points").size()).isEqualTo(8);
  }

  @Test
  void a_figure_that_could_not_be_read_has_no_exponent() {
    assertThat(ScaleReport.exponent(along(ScaleAxis.KEYS, size -> 0), ScalePoint::cpuMicros))
        .isNaN();
    assertThat(new ScaleReport("", along(ScaleAxis.KEYS, size -> 0)).markdown())
        .contains("| virtual keys | CPU us/request |  | not known |");
  }

  @Test
  void each_axis_has_a_plot(@TempDir Path dir) throws Exception {
    report().plot(dir);
    assertThat(dir.resolve("scale.deployments.png")).isNotEmptyFile();
    assertThat(dir.resolve("scale.keys.svg")).isNotEmptyFile();
  }
}
