package io.tollgate.policies.catalog;

import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.capacity.Power;
import io.tollgate.policies.capacity.Tenure;
import io.tollgate.policies.capacity.Throughput;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlScalar;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the pools of a catalogue file; docs/capacity.md describes them. */
final class PoolReader {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final YamlType<Integer> COUNT = YamlType.integer(1, 1_000);
  private static final YamlType<BigDecimal> LEASE = YamlType.decimal("0", "1000");
  private static final YamlType<BigDecimal> CAPEX = YamlType.decimal("0", "1000000000");
  private static final YamlType<BigDecimal> SHARE = YamlType.decimal("0", "1");
  private static final YamlType<BigDecimal> YEARS = YamlType.decimal("0.5", "30");
  private static final YamlType<BigDecimal> COLO = YamlType.decimal("0", "10000");
  private static final YamlType<BigDecimal> KW = YamlType.decimal("0.001", "100000");
  private static final YamlType<BigDecimal> PUE = YamlType.decimal("1", "3");
  private static final YamlType<BigDecimal> KWH = YamlType.decimal("0", "10");
  private static final YamlType<BigDecimal> SPEED = YamlType.decimal("0.001", "1000000000");
  private static final YamlType<String> NODE =
      YamlType.text(
          "the name of a gateway: lowercase letters, digits and dashes",
          text -> text.matches("[a-z0-9][a-z0-9-]{0,63}"));
  private static final YamlType<String> DEPLOYMENT =
      YamlType.text("a deployment, provider/model", Deployment::isId);

  /** The pool that each deployment runs on. */
  private final Map<String, String> taken = new HashMap<>();

  private PoolReader() {}

  static List<Pool> read(YamlMap pools) {
    PoolReader reader = new PoolReader();
    List<Pool> all = new ArrayList<>();
    for (String name : pools.keys()) {
      YamlMap map = pools.map(name);
      if (!name.matches(NAME)) {
        pools.keyProblem(
            name,
            "found \"" + name + "\"",
            "expected: letters, digits, \".\", \"_\" and \"-\", 64 at most");
      } else if (pools.node(name) == map) {
        all.add(reader.pool(name, map));
      }
    }
    return all;
  }

  private Pool pool(String name, YamlMap map) {
    Tenure tenure = tenure(map);
    Power power = map.has("power") ? power(map.map("power"), tenure) : null;
    if (power == null && tenure instanceof Tenure.Bought) {
      map.problem(
          "what is bought draws power that somebody pays for",
          "say power: {kw: 10.2, pue: 1.3, dollars_per_kwh: 0.1}");
      power = new Power(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO);
    }
    Instant from = map.required("from", YamlType.instant());
    Instant to = map.optional("to", YamlType.instant());
    if (to != null && to.isBefore(from.plus(Duration.ofHours(1)))) {
      map.problem("to", "it ends before it has lived for an hour", "say a time after from");
      to = null;
    }
    return new Pool(
        name,
        map.required("gpus", COUNT),
        tenure,
        power,
        deployments(name, map),
        map.optional("parallel", COUNT, 1),
        map.has("throughput") ? throughput(map.map("throughput")) : null,
        from,
        to,
        map.optional("node", NODE));
  }

  private List<String> deployments(String name, YamlMap map) {
    List<String> ids = new ArrayList<>();
    for (YamlScalar scalar : map.list("deployments").scalars()) {
      String id = scalar.as(DEPLOYMENT);
      String other = taken.putIfAbsent(id, name);
      if (other == null) {
        ids.add(id);
      } else {
        scalar.problem(
            "\"" + id + "\" runs on " + other + " already", "expected: each deployment once");
      }
    }
    return ids;
  }

  private static Tenure tenure(YamlMap map) {
    if (map.has("lease") == map.has("capex")) {
      map.problem(
          map.has("lease") ? "found both lease and capex" : "found neither lease nor capex",
          "say lease (dollars per gpu-hour), or capex with residual, years, colo and maintenance");
    }
    if (map.has("capex")) {
      return new Tenure.Bought(
          map.required("capex", CAPEX),
          map.optional("residual", SHARE, BigDecimal.ZERO),
          map.required("years", YEARS),
          map.optional("colo", COLO, BigDecimal.ZERO),
          map.optional("maintenance", SHARE, BigDecimal.ZERO));
    }
    return new Tenure.Leased(map.optional("lease", LEASE, BigDecimal.ZERO));
  }

  private static Power power(YamlMap map, Tenure tenure) {
    return new Power(
        map.required("kw", KW),
        map.required("pue", PUE),
        switch (tenure) {
          case Tenure.Bought _ -> map.required("dollars_per_kwh", KWH);
          case Tenure.Leased _ -> map.optional("dollars_per_kwh", KWH, BigDecimal.ZERO);
        });
  }

  private static @Nullable Throughput throughput(YamlMap map) {
    return new Throughput(map.required("prefill", SPEED), map.required("decode", SPEED));
  }
}
