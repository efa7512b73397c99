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
 * The format of price files. {@code docs/prices.md} describes it in full, with what each figure
 * does to a bill.
 *
 * <pre>{@code
 * prices:
 *   openai/gpt-5.6-terra:          # provider/model
 *     - valid_to: 2026-07-30       # calls before it; a date starts at 00:00 UTC
 *       input: 2.5                 # dollars per million tokens, at most 6 decimals
 *       output: 15
 *       cache_read: 0.25           # unknown, where it has a price that is not known
 *       cache_write: 3.125         # also cache_write_5m, cache_write_1h, tool_input, reasoning,
 *       audio_input: 40            #   other_output, audio_cache_read, image_input, video_input,
 *       tiers:                     #   audio_output, image_output
 *         - above_input: 272000    # more input than this reprices all tokens
 *           input: 5
 *           output: 22.5
 *           cache_read: 0.5        # what is stated below a tier is stated in it, too
 *           cache_write: 6.25
 *           audio_input: 40
 *       service_tiers:
 *         flex: 0.5                # a multiplier of what the model does
 *         batch: {input: 1, output: 6}    # or prices of its own
 *       regions: {us: 1.1}         # where the provider says it served
 *       per_1000_searches: 10      # also per_call, per_1000_calls, per_search, per_image,
 *       minimum_charge: 0.001      #   per_audio_second, per_audio_minute, per_video_second,
 *       contract: {discount: 0.1}  #   per_million_characters, per_page, per_1000_pages,
 *       paid_from: invoice         #   per_million_token_hours
 *       source: price page of OpenAI
 *       as_of: 2026-07-29
 *       confidence: A              # A, B or C; A where it is not said
 *     - valid_from: 2026-07-30
 *       ...
 *   deepseek/deepseek-flash:       # one price needs no list
 *     currency: CNY                # dollars, where it is not said
 *     input: 1
 *     output: 4
 *     mode: marginal               # only the input beyond a threshold is repriced
 *     tiers: [{above_input: 128000, input: 2}]
 *     bands: [{from: 01:00, to: 04:00, multiplier: 2}]    # every day, UTC
 *     source: ...
 *     as_of: 2026-09-10
 * currencies:
 *   CNY: {2026-11-01: 0.1389}      # dollars for one, from that day to the next that is stated
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
    YamlMap byDeployment = root.has("currencies") ? root.mapOrEmpty("prices") : root.map("prices");
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
    return PriceBook.of(schedules, ExchangeRatesReader.read(root));
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
