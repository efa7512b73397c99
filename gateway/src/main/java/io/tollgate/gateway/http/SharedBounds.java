package io.tollgate.gateway.http;

import io.tollgate.gateway.config.GatewayConfig.Limits;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.metrics.GatewayMetrics;
import java.util.function.Supplier;

/** What all event loops of the data plane are bounded by together. */
public final class SharedBounds {

  private final ConnectionLimit connections;
  private final HeldBytes held;

  private SharedBounds(ConnectionLimit connections, HeldBytes held) {
    this.connections = connections;
    this.held = held;
  }

  /**
   * Bounds under which nothing is open and nothing held; says in the log where this process cannot
   * afford as many connections as are configured.
   *
   * @param limits asked each time
   */
  public static SharedBounds of(Supplier<Limits> limits, GatewayMetrics metrics) {
    SharedBounds bounds =
        new SharedBounds(
            new ConnectionLimit(
                () -> limits.get().connectionsMax(),
                () -> limits.get().connectionsPerAddressMax(),
                ConnectionLimit.affordable()),
            new HeldBytes(() -> limits.get().heldBytes()));
    metrics.watch(bounds.connections::open, bounds.held::held);
    return bounds;
  }

  ConnectionLimit connections() {
    return connections;
  }

  HeldBytes held() {
    return held;
  }
}
