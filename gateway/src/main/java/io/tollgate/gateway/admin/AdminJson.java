package io.tollgate.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.SpendRow;
import io.tollgate.gateway.upstream.AccountStatus;
import io.tollgate.gateway.upstream.DeploymentStatus;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the admin plane answers, as JSON. Amounts are strings, because a reader's floating point
 * must not touch them; {@code null} is an unknown price.
 */
final class AdminJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private record Exchange(
      String at,
      String request,
      String key,
      String dialect,
      int losses,
      String policy,
      String rule,
      String deployment,
      String modelClass,
      int attempts,
      boolean stream,
      int status,
      String outcome,
      long inputTokens,
      long outputTokens,
      String usageQuality,
      @Nullable String costUsd,
      long ttftMs,
      long totalMs,
      String reason) {

    static Exchange of(FinishedExchange exchange) {
      return new Exchange(
          exchange.at().toString(),
          exchange.request(),
          exchange.key(),
          exchange.dialect(),
          exchange.losses(),
          exchange.policy(),
          exchange.rule(),
          exchange.deployment().id(),
          exchange.deployment().model().modelClass().key(),
          exchange.attempts(),
          exchange.stream(),
          exchange.status(),
          exchange.outcome(),
          exchange.usage().totalInput(),
          exchange.usage().totalOutput(),
          exchange.quality().key(),
          exchange.cost() == null ? null : exchange.cost().toPlainDollars(),
          exchange.ttftMs(),
          exchange.totalMs(),
          exchange.reason());
    }
  }

  private record Exchanges(long finished, List<Exchange> exchanges) {}

  private record Spend(
      String name,
      long requests,
      long attempts,
      long inputTokens,
      long outputTokens,
      @Nullable String amountUsd,
      String estimatedUsd,
      long unpricedAttempts) {

    static Spend of(SpendRow row) {
      return new Spend(
          row.name(),
          row.requests(),
          row.attempts(),
          row.tokensIn(),
          row.tokensOut(),
          row.amountUsd() == null ? null : plain(row.amountUsd()),
          plain(row.estimatedUsd()),
          row.unpricedAttempts());
    }
  }

  private record Deployment(
      String deployment,
      String availability,
      long pauseMs,
      String lastFault,
      @Nullable Integer inFlight,
      @Nullable Integer places,
      long retriesLeft) {

    static Deployment of(DeploymentStatus status) {
      boolean limited = status.places() >= 0;
      return new Deployment(
          status.deployment(),
          status.availability().name().toLowerCase(Locale.ROOT),
          status.pauseMs(),
          status.lastFault(),
          limited ? status.inFlight() : null,
          limited ? status.places() : null,
          status.retriesLeft());
    }
  }

  private record Account(
      String provider,
      String account,
      int weight,
      String state,
      long pauseMs,
      @Nullable Long requestsRemaining,
      @Nullable Long tokensRemaining,
      long requests,
      long throttles) {

    static Account of(AccountStatus status) {
      return new Account(
          status.provider(),
          status.account(),
          status.weight(),
          status.state().name().toLowerCase(Locale.ROOT),
          status.pauseMs(),
          status.requestsLeft() < 0 ? null : status.requestsLeft(),
          status.tokensLeft() < 0 ? null : status.tokensLeft(),
          status.requests(),
          status.throttles());
    }
  }

  private record Accounts(List<Account> accounts) {}

  private record Deployments(List<Deployment> deployments) {}

  private record Spending(Spend total, List<Spend> byDeployment, List<Spend> byClass) {}

  private record Health(
      String status, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reports) {}

  private AdminJson() {}

  /**
   * Whether requests are taken, and why not.
   *
   * @param reports what keeps reports from being up to date, {@code null} where nothing does
   */
  static String health(String status, @Nullable String reports) {
    return JSON.writeValueAsString(new Health(status, reports));
  }

  /** How deployments stand. */
  static String deployments(List<DeploymentStatus> statuses) {
    return JSON.writeValueAsString(new Deployments(statuses.stream().map(Deployment::of).toList()));
  }

  /** How accounts with providers stand. */
  static String accounts(List<AccountStatus> statuses) {
    return JSON.writeValueAsString(new Accounts(statuses.stream().map(Account::of).toList()));
  }

  static String exchanges(long finished, List<FinishedExchange> latest) {
    return JSON.writeValueAsString(
        new Exchanges(finished, latest.stream().map(Exchange::of).toList()));
  }

  /** Reads the store; blocks, so not on an event loop. */
  static String spend(Path ledger) {
    try (LedgerReport report = LedgerReport.open(ledger)) {
      return JSON.writeValueAsString(
          new Spending(
              Spend.of(report.total()),
              report.spend(LedgerReport.By.DEPLOYMENT).stream().map(Spend::of).toList(),
              report.spend(LedgerReport.By.CLASS).stream().map(Spend::of).toList()));
    }
  }

  private static String plain(BigDecimal dollars) {
    return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
  }
}
