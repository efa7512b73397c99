package io.tollgate.gateway.alerts;

import io.tollgate.gateway.budget.BudgetEvent;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Tells of what happens to budgets, by webhook and by e-mail: neither waits for the other, and
 * nobody waits for either.
 */
public final class Alerts implements AutoCloseable {

  private final Webhook webhook;
  private final Email email;

  /**
   * Alerts of a gateway.
   *
   * @param vertx whose event loops the connections to mail servers are on
   * @param settings asked for each alert
   * @param node the name of this gateway
   */
  public Alerts(
      Vertx vertx,
      Supplier<AlertSettings> settings,
      String node,
      InstantSource clock,
      AlertPace pace) {
    this.webhook = new Webhook(settings, node, clock, pace);
    this.email = new Email(vertx, settings, node, clock, pace);
  }

  /** Tells what happened to whom it may concern; returns at once. */
  public void send(BudgetEvent event) {
    webhook.send(event);
    email.send(event);
  }

  /** Tells nothing more. */
  @Override
  public void close() {
    webhook.close();
    email.close();
  }
}
