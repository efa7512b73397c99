package io.tollgate.gateway.capacity;

import io.tollgate.gateway.ledger.AccountSpendRow;
import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.LineKind;
import io.tollgate.policies.capacity.ModelEnergy;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the energy of the ledger's tokens.
 *
 * <p>On a pool whose power and speed are known a token takes {@code kW · PUE · 1000 / T} joules;
 * elsewhere see {@link ModelEnergy}. Input from a cache is read by nobody and takes none.
 */
public final class EnergyReport {

  /** What is told apart. */
  public enum By {
    /** {@code provider/model}. */
    DEPLOYMENT,
    /** Teams; calls without one are in a row of their own. */
    TEAM
  }

  /** The row of calls that belong to no team. */
  public static final String NO_TEAM = "(no team)";

  private static final String TEAM = "team:";

  private final Catalog catalog;
  private final Map<String, PoolUse> uses = new HashMap<>();
  private final By by;
  private final Map<String, EnergyRow> rows = new TreeMap<>();

  private EnergyReport(Catalog catalog, List<PoolUse> uses, By by) {
    this.catalog = catalog;
    this.by = by;
    for (PoolUse use : uses) {
      use.pool().deployments().forEach(deployment -> this.uses.put(deployment, use));
    }
  }

  /**
   * The energy of what was recorded on days from one on, before another; by name.
   *
   * @param uses how fast pools are
   */
  public static List<EnergyRow> of(
      FinanceReport ledger,
      Catalog catalog,
      List<PoolUse> uses,
      By by,
      LocalDate from,
      LocalDate to) {
    EnergyReport report = new EnergyReport(catalog, uses, by);
    try (Stream<ChargeLine> lines = ledger.lines(from, to)) {
      lines.forEach(report::add);
    }
    report.countAttempts(ledger, from, to);
    return List.copyOf(report.rows.values());
  }

  private void add(ChargeLine line) {
    Meter meter = line.meter();
    if (meter == null
        || !meter.isTokens()
        || (line.kind() != LineKind.USAGE && line.kind() != LineKind.IN_DOUBT)
        || meter == Meter.IN_CACHE_READ
        || meter == Meter.IN_AUDIO_CACHE_READ) {
      return;
    }
    BigInteger tokens = line.quantity();
    PoolUse use = uses.get(line.deployment());
    BigDecimal perToken =
        use == null
            ? null
            : use.joulesPerToken(meter.isInput() ? use.prefillPerSecond() : use.decodePerSecond());
    BigDecimal measured =
        perToken == null ? BigDecimal.ZERO : perToken.multiply(new BigDecimal(tokens));
    BigDecimal estimated = perToken == null ? estimate(line.deployment(), tokens) : BigDecimal.ZERO;
    String name = name(line);
    rows.put(
        name,
        rows.getOrDefault(name, EnergyRow.nothing(name))
            .plus(
                meter.isInput() ? tokens : BigInteger.ZERO,
                meter.isInput() ? BigInteger.ZERO : tokens,
                measured,
                estimated == null ? BigDecimal.ZERO : estimated,
                estimated == null ? tokens : BigInteger.ZERO));
  }

  private @Nullable BigDecimal estimate(String id, BigInteger tokens) {
    Deployment deployment = catalog.deployment(id);
    Long active = deployment == null ? null : deployment.model().activeParameters();
    return active == null ? null : new ModelEnergy(active).joules(tokens);
  }

  private String name(ChargeLine line) {
    return switch (by) {
      case DEPLOYMENT -> line.deployment();
      case TEAM ->
          line.accounts().stream()
              .filter(account -> account.startsWith(TEAM))
              .map(account -> account.substring(TEAM.length()))
              .findFirst()
              .orElse(NO_TEAM);
    };
  }

  private void countAttempts(FinanceReport ledger, LocalDate from, LocalDate to) {
    List<AccountSpendRow> counted =
        switch (by) {
          case DEPLOYMENT ->
              ledger.spendOf(FinanceReport.EVERYTHING, FinanceReport.By.DEPLOYMENT, from, to);
          case TEAM -> ledger.spend(TEAM, FinanceReport.By.ACCOUNT, from, to);
        };
    for (AccountSpendRow row : counted) {
      String name = by == By.DEPLOYMENT ? row.name() : row.account();
      rows.computeIfPresent(name, (_, energy) -> energy.withAttempts(row.attempts()));
    }
  }
}
