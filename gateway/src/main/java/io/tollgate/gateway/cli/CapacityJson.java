package io.tollgate.gateway.cli;

import io.tollgate.gateway.capacity.ApiBreakEven;
import io.tollgate.gateway.capacity.PoolReport;
import io.tollgate.gateway.capacity.PoolUse;
import io.tollgate.gateway.capacity.Work;
import io.tollgate.policies.capacity.BreakEven;
import io.tollgate.policies.capacity.HourlyCost;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report of one pool as JSON; what is not known is {@code null}. */
final class CapacityJson {

  private CapacityJson() {}

  static Map<String, @Nullable Object> of(
      PoolReport report, LocalDate first, LocalDate end, Instant now) {
    PoolUse use = report.use();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("pool", use.pool().name());
    map.put("from", first.toString());
    map.put("to", end.toString());
    map.put("gpus", use.pool().gpus());
    map.put("per_hour_usd", perHour(report.cost()));
    map.put("hours_booked", report.booked().hours());
    map.put("cost_usd", report.booked().costUsd());
    map.put("absorbed_usd", report.booked().absorbedUsd());
    map.put("idle_usd", report.booked().idleUsd());
    BigDecimal utilisation = use.utilisation();
    map.put("utilisation", utilisation);
    map.put("basis", use.basis());
    map.put("hours", use.hours());
    map.put("busy_seconds", use.work().isNone() ? null : use.busySeconds());
    map.put("work", work(use.work()));
    map.put("prefill_per_second", use.prefillPerSecond());
    map.put("decode_per_second", use.decodePerSecond());
    map.put(
        "usd_per_million",
        pair(report.inputPerMillion(utilisation), report.outputPerMillion(utilisation)));
    map.put(
        "usd_per_million_at_full_use",
        pair(report.inputPerMillion(BigDecimal.ONE), report.outputPerMillion(BigDecimal.ONE)));
    map.put(
        "energy_usd_per_million",
        pair(report.energyInputPerMillion(), report.energyOutputPerMillion()));
    int months = report.monthsLeft(now);
    BreakEven rent = report.rent();
    map.put("against_rent", rent == null ? null : breakEven(rent, utilisation, months));
    List<Object> apis = new ArrayList<>();
    for (ApiBreakEven api : report.apis()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("model", api.offer().model());
      one.put("deployment", api.offer().deployment());
      one.put("input_usd", api.offer().input());
      one.put("output_usd", api.offer().output());
      one.put("output_tokens_per_month", api.outputPerMonth());
      one.put("output_only", api.outputOnly());
      one.put("feasible", api.isFeasible());
      one.putAll(breakEven(api.breakEven(), utilisation, months));
      apis.add(one);
    }
    map.put("against_apis", apis);
    return map;
  }

  private static Map<String, Object> perHour(HourlyCost cost) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("total", cost.total().dollars());
    map.put("lease", cost.lease().dollars());
    map.put("capital", cost.capital().dollars());
    map.put("energy", cost.energy().dollars());
    map.put("colo", cost.colo().dollars());
    map.put("maintenance", cost.maintenance().dollars());
    return map;
  }

  private static Map<String, Object> work(Work work) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("requests", work.requests());
    map.put("timed_by_engine", work.timed());
    map.put("prefill_tokens", work.prefillTokens());
    map.put("cached_tokens", work.cachedTokens());
    map.put("decode_tokens", work.decodeTokens());
    return map;
  }

  private static Map<String, @Nullable Object> pair(
      @Nullable BigDecimal input, @Nullable BigDecimal output) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("input", input);
    map.put("output", output);
    return map;
  }

  private static Map<String, @Nullable Object> breakEven(
      BreakEven breakEven, @Nullable BigDecimal utilisation, int count) {
    List<Object> months = new ArrayList<>();
    for (BreakEven.Month month : breakEven.months(count)) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("month", month.month());
      one.put("elsewhere_usd_per_hour", month.elsewhere());
      one.put("utilisation", month.utilisation());
      one.put("pays", utilisation == null ? null : month.paysAt(utilisation));
      months.add(one);
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("break_even_utilisation", breakEven.after(0).utilisation());
    map.put(
        "stops_paying_in_month",
        utilisation == null ? null : breakEven.stopsPaying(utilisation, count));
    map.put("months", months);
    return map;
  }
}
