package io.tollgate.gateway.cli;

import io.tollgate.gateway.capacity.CapacityClerk;
import io.tollgate.gateway.capacity.PoolUse;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.policies.capacity.HourlyCost;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.capacity.UnitCost;
import io.tollgate.policies.catalog.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate capacity rate}: the standard rate of a pool, as a price file. */
@Command(
    name = "rate",
    mixinStandardHelpOptions = true,
    description = {
      "Proposes prices per million tokens: what the pool costs in an hour, at its speed and a"
          + " planned utilisation. Prints a price file.",
      "The speed is the configured throughput, else what was measured in the last 31 days. Exit"
          + " code 1 where there is neither."
    })
final class CapacityRateCommand implements Callable<Integer> {

  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private CapacityOptions options;

  @Parameters(index = "0", paramLabel = "POOL", description = "The pool's name.")
  private String name;

  @Option(
      names = "--utilisation",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "The planned share of its time that it is busy (default: ${DEFAULT-VALUE}).")
  private BigDecimal utilisation;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CapacityRateCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InvalidFilesException {
    if (utilisation.signum() <= 0 || utilisation.compareTo(BigDecimal.ONE) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--utilisation " + utilisation.toPlainString() + " (expected: more than 0, at most 1)");
    }
    Catalog catalog = options.catalog();
    Pool pool = options.pool(catalog, name);
    Instant now = clock.instant();
    Instant from = now.minus(CapacityClerk.CATCH_UP);
    PoolUse use = PoolUse.of(pool, from, now, options.work(from, now));
    BigDecimal prefill = use.prefillPerSecond();
    BigDecimal decode = use.decodePerSecond();
    if (prefill == null || decode == null) {
      spec.commandLine()
          .getErr()
          .println(
              "Nothing was measured on "
                  + name
                  + " in the last 31 days. Send requests to it, or say throughput: {prefill: ...,"
                  + " decode: ...} in tokens per second of the whole pool.");
      return Tollgate.FOUND_WRONG;
    }
    HourlyCost cost = HourlyCost.of(pool);
    BigDecimal input = UnitCost.perMillion(cost.total(), prefill, utilisation);
    BigDecimal output = UnitCost.perMillion(cost.total(), decode, utilisation);
    print(use, cost, prefill, decode, input, output, priceFile(pool, use, input, output, now));
    return 0;
  }

  private void print(
      PoolUse use,
      HourlyCost cost,
      BigDecimal prefill,
      BigDecimal decode,
      BigDecimal input,
      BigDecimal output,
      String prices) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.print(prices);
      out.flush();
      return;
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("pool", name);
    object.put("per_hour_usd", cost.total().dollars());
    object.put("utilisation", utilisation);
    object.put("prefill_per_second", prefill);
    object.put("decode_per_second", decode);
    object.put("basis", use.basis());
    object.put("input", input);
    object.put("output", output);
    object.put("prices", prices);
    out.println(CapacityText.json(object));
  }

  private String priceFile(
      Pool pool, PoolUse use, BigDecimal input, BigDecimal output, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # %s: $%s an hour, planned to be busy %s of it; %s tokens a second in, %s out (%s).
        # Input that lies in the engine's cache takes no time of the pool.
        prices:
        """
            .formatted(
                name,
                HourlyCost.of(pool).total().toPlainDollars(),
                CapacityText.percent(utilisation),
                CapacityText.plain(use.prefillPerSecond()),
                CapacityText.plain(use.decodePerSecond()),
                use.basis()));
    for (String deployment : pool.deployments()) {
      text.append(
          """
            "%s":
              valid_from: %s
              input: %s
              cache_read: 0
              output: %s
              paid_from: owned:%s
              source: standard rate of the pool at a utilisation of %s
              as_of: %s
          """
              .formatted(
                  deployment,
                  today,
                  CapacityText.plain(input),
                  CapacityText.plain(output),
                  name,
                  utilisation.toPlainString(),
                  today));
    }
    return text.toString();
  }
}
