package io.tollgate.gateway.prices;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlReader;
import io.tollgate.policies.yaml.YamlType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of files of pins.
 *
 * <pre>{@code
 * pins:
 *   openai/gpt-x:
 *     source: models.dev         # the feed whose word is taken
 *     who: M. Keller
 *     why: agrees with OpenAI's price page of that day
 *     date: 2026-11-30
 * }</pre>
 */
public final class PinsFile {

  private static final YamlType<FeedFormat> SOURCE =
      YamlType.oneOf(FeedFormat.values(), FeedFormat::source);

  private static final YamlType<LocalDate> DATE =
      YamlType.of("a date such as 2026-11-30", LocalDate.EPOCH, LocalDate::parse);

  private PinsFile() {}

  /**
   * Reads the text of a file of pins.
   *
   * @param fileName the name as the user gave it, for messages
   */
  public static Parsed<List<Pin>> parse(String fileName, String text) {
    return YamlReader.read(fileName, text, PinsFile::pins);
  }

  private static List<Pin> pins(YamlMap root) {
    List<Pin> pins = new ArrayList<>();
    YamlMap byDeployment = root.map("pins");
    for (String deployment : byDeployment.keys()) {
      if (!Deployment.isId(deployment)) {
        byDeployment.keyProblem(
            deployment, "found \"" + deployment + "\"", "expected: a deployment, provider/model");
      }
      YamlMap map = byDeployment.map(deployment);
      FeedFormat source = map.required("source", SOURCE);
      String who = map.required("who", YamlType.text());
      String why = map.required("why", YamlType.text());
      LocalDate date = map.required("date", DATE);
      pins.add(
          new Pin(deployment, source.source(), "pinned by %s on %s: %s".formatted(who, date, why)));
    }
    return pins;
  }
}
