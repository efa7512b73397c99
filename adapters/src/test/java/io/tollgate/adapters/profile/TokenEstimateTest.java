package io.tollgate.adapters.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenEstimateTest {

  @Test
  void english_is_four_bytes_a_token_and_other_scripts_three() {
    assertThat(TokenEstimate.input(400, 0, 0, 0, 0, 0, 0)).isEqualTo(100 + 3);
    assertThat(TokenEstimate.input(400, 300, 0, 0, 0, 0, 0)).isEqualTo(25 + 100 + 3);
    assertThat(TokenEstimate.input(300, 900, 0, 0, 0, 0, 0)).isEqualTo(100 + 3);
  }

  @Test
  void messages_tools_and_media_are_added() {
    assertThat(TokenEstimate.input(0, 0, 2, 3, 4, 20_000, 400))
        .isEqualTo(8 + 3 + 24 + 4_000 + 10 + 10);
  }

  @Test
  void a_cut_stream_counts_its_events_or_its_bytes_whichever_is_more() {
    assertThat(TokenEstimate.output(10, 12)).isEqualTo(10);
    assertThat(TokenEstimate.output(2, 401)).isEqualTo(101);
    assertThat(TokenEstimate.output(0, 0)).isZero();
  }
}
