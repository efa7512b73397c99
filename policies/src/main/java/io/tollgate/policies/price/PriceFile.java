package io.tollgate.policies.price;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.price.PriceVersionReader.Placed;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlList;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlNode;
import io.tollgate.policies.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of price files.
 *
 * <pre>{@code
 * prices:
 *   openai/gpt-5.6-terra:          # provider/model
 *     - valid_to: 2026-07-30       # calls before it; a date starts at 00:00 UTC
 *       input: 2.5                 # dollars per million tokens, at most 6 decimals
 *       output: 15
 *       cache_read: 0.25           # unknown, where it has a price that is not known
 *       cache_write: 3.125         # also cache_write_5m, cache_write_1h,
 *       tiers:                     #   tool_input, reasoning, other_output
 *         - above_input: 272000    # more input than this reprices all tokens
 *           input: 5
 *           output: 22.5
 *           cache_read: 0.5        # what is stated below a tier is stated in it, too
 *           cache_write: 6.25
 *       source: price page of OpenAI
 *       as_of: 2026-07-29
 *       confidence: A              # A, B or C; A where it is not said
 *     - valid_from: 2026-07-30
 *       ...
 *   deepseek/deepseek-flash:       # one price needs no list
 *     input: 0.15
 *     output: 0.6
 *     bands: [{from: 01:00, to: 04:00, multiplier: 2}]    # every day, UTC
 *     source: ...
 *     as_of: 2026-09-10
 * }</pre>
 *
 * <p>A price may also say {@code known_from} and {@code known_to}: when it was believed.
 */
public final class PriceFile {

  private PriceFile() {}

  /**
   * Reads the text of a price file.
   *
   * @param fileName the name as the user gave it, for messages
   */
  public static Parsed<PriceBook> parse(String fileName, String text) {
    return YamlReader.read(fileName, text, PriceFile::book);
  }

  private static PriceBook book(YamlMap root) {
    YamlMap byDeployment = root.map("prices");
    List<PriceSchedule> schedules = new ArrayList<>();
    for (String deployment : byDeployment.keys()) {
      if (!Deployment.isId(deployment)) {
        byDeployment.keyProblem(
            deployment, "found \"" + deployment + "\"", "expected: a deployment, provider/model");
      }
      List<Placed> versions = versions(deployment, byDeployment);
      if (versions.isEmpty() || !versions.stream().allMatch(Placed::timed)) {
        continue;
      }
      List<PriceVersion> prices = versions.stream().map(Placed::version).toList();
      List<ScheduleFault> faults = ScheduleFault.in(prices);
      for (ScheduleFault fault : faults) {
        versions.get(fault.index()).at().problem(fault.message(), fault.advice());
      }
      if (faults.isEmpty()) {
        schedules.add(new PriceSchedule(deployment, prices));
      }
    }
    return PriceBook.of(schedules);
  }

  private static List<Placed> versions(String deployment, YamlMap prices) {
    YamlNode node = prices.node(deployment);
    if (!(node instanceof YamlList list)) {
      YamlMap map = prices.map(deployment);
      return node == map ? List.of(PriceVersionReader.read(deployment, map)) : List.of();
    }
    if (list.isEmpty()) {
      list.problem("no price", "expected: at least one");
    }
    return list.eachMap(map -> PriceVersionReader.read(deployment, map));
  }
}
