package io.tollgate.gateway.http;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.Leases;
import io.tollgate.gateway.config.GatewayConfig.Limits;
import io.tollgate.gateway.exchange.HeldBytes;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.quality.FeedbackDesk;
import io.tollgate.gateway.quality.OutcomeDesk;
import io.tollgate.gateway.quality.QualityDesk;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all event loops of the data plane are bounded by together. */
public final class SharedBounds {

  private final ConnectionLimit connections;
  private final HeldBytes held;
  private final IdempotentAnswers answers;
  private final StoredResponses responses;
  private final FeedbackDesk feedback;
  private final OutcomeDesk outcomes;
  private final QualityDesk desk;
  private final AccountPaths accounts;
  private final @Nullable Leases leases;
  private final RateLimits rates;

  private SharedBounds(
      ConnectionLimit connections,
      HeldBytes held,
      IdempotentAnswers answers,
      StoredResponses responses,
      FeedbackDesk feedback,
      OutcomeDesk outcomes,
      QualityDesk desk,
      AccountPaths accounts,
      @Nullable Leases leases,
      RateLimits rates) {
    this.connections = connections;
    this.held = held;
    this.answers = answers;
    this.responses = responses;
    this.feedback = feedback;
    this.outcomes = outcomes;
    this.desk = desk;
    this.accounts = accounts;
    this.leases = leases;
    this.rates = rates;
  }

  /**
   * Bounds under which nothing is open and nothing held; says in the log where this process cannot
   * afford as many connections as are configured.
   *
   * @param limits asked each time, but for those of the kept answers
   * @param feedback where feedback is taken
   * @param outcomes where outcomes are taken
   * @param desk where quality budgets are kept
   * @param book where spend budgets are kept
   * @param leases of these budgets, or {@code null} where nothing is shared with other nodes
   * @param rates where rate limits are kept
   */
  public static SharedBounds of(
      Supplier<Limits> limits,
      GatewayMetrics metrics,
      FeedbackDesk feedback,
      OutcomeDesk outcomes,
      QualityDesk desk,
      BudgetBook book,
      @Nullable Leases leases,
      RateLimits rates) {
    SharedBounds bounds =
        new SharedBounds(
            new ConnectionLimit(
                () -> limits.get().connectionsMax(),
                () -> limits.get().connectionsPerAddressMax(),
                ConnectionLimit.affordable()),
            new HeldBytes(() -> limits.get().heldBytes()),
            new IdempotentAnswers(limits.get().idempotency(), Ticker.systemTicker()),
            new StoredResponses(limits.get().responses(), Ticker.systemTicker()),
            feedback,
            outcomes,
            desk,
            new AccountPaths(book),
            leases,
            rates);
    metrics.watch(bounds.connections::open, bounds.held::held);
    return bounds;
  }

  ConnectionLimit connections() {
    return connections;
  }

  HeldBytes held() {
    return held;
  }

  IdempotentAnswers answers() {
    return answers;
  }

  StoredResponses responses() {
    return responses;
  }

  FeedbackDesk feedback() {
    return feedback;
  }

  OutcomeDesk outcomes() {
    return outcomes;
  }

  QualityDesk desk() {
    return desk;
  }

  AccountPaths accounts() {
    return accounts;
  }

  @Nullable Leases leases() {
    return leases;
  }

  RateLimits rates() {
    return rates;
  }
}
