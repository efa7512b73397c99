package io.tollgate.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.matrix.FaultMatrix;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The acceptance matrix and its tests fit together: what concerns the gateway has a test. */
final class MatrixTest {

  private final FaultMatrix matrix = FaultMatrix.ofThisBuild();

  @Test
  void no_test_claims_a_row_that_does_not_exist() throws IOException {
    assertThat(matrix.astray()).isEmpty();
  }

  @Test
  void every_row_that_concerns_the_gateway_is_proven_by_a_test() throws IOException {
    assertThat(matrix.unproven()).isEmpty();
  }
}
