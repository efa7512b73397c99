package io.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {

  private static InetAddress address(int last) throws Exception {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }

  @Test
  void there_are_no_more_than_the_least_of_what_is_configured_and_what_can_be_afforded()
      throws Exception {
    ConnectionLimit limit = new ConnectionLimit(() -> 10, () -> 0, 2);
    assertThat(limit.enter(address(1))).isTrue();
    assertThat(limit.enter(address(1))).isTrue();
    assertThat(limit.enter(address(1))).isFalse();
    limit.leave(address(1));
    assertThat(limit.enter(address(2))).isTrue();
    assertThat(limit.open()).isEqualTo(2);
  }

  @Test
  void one_address_has_a_bound_of_its_own_and_a_refused_one_takes_no_place() throws Exception {
    ConnectionLimit limit = new ConnectionLimit(() -> 3, () -> 2, 100);
    assertThat(limit.enter(address(1))).isTrue();
    assertThat(limit.enter(address(1))).isTrue();
    assertThat(limit.enter(address(1))).isFalse();
    assertThat(limit.open()).isEqualTo(2);
    assertThat(limit.enter(address(2))).isTrue();
    assertThat(limit.enter(null)).as("the fourth").isFalse();
    limit.leave(address(1));
    assertThat(limit.enter(address(1))).isTrue();
  }

  @Test
  void a_process_can_afford_at_least_one() {
    assertThat(ConnectionLimit.affordable()).isPositive();
  }
}
