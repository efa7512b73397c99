package io.tollgate.bench.sdk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The table of what came of every SDK with every provider dialect, as Markdown. */
final class DialectTable {

  private DialectTable() {}

  /** One row for each pair, one column for each feature. */
  static String of(
      DialectMatrix matrix, List<ClientSdk> sdks, List<ProviderDialectName> providers) {
    List<Feature> features = Arrays.asList(Feature.values());
    List<String> lines = new ArrayList<>();
    lines.add(
        features.stream()
            .map(feature -> feature.key)
            .collect(Collectors.joining(" | ", "| client | provider | ", " |")));
    lines.add("|---|---|" + "---|".repeat(features.size()));
    for (ClientSdk sdk : sdks) {
      for (ProviderDialectName provider : providers) {
        lines.add(
            features.stream()
                .map(feature -> matrix.verdict(sdk, provider, feature).result().cell)
                .collect(
                    Collectors.joining(
                        " | ", "| " + sdk.key + " | " + provider.key + " | ", " |")));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** One row for each SDK, one column for each trouble. */
  static String ofTroubles(
      DialectMatrix matrix, List<ClientSdk> sdks, List<ProviderDialectName> providers) {
    List<Trouble> troubles = Arrays.asList(Trouble.values());
    List<String> lines = new ArrayList<>();
    lines.add(
        troubles.stream()
            .map(trouble -> trouble.title)
            .collect(Collectors.joining(" | ", "| client | ", " |")));
    lines.add("|---|" + "---|".repeat(troubles.size()));
    for (ClientSdk sdk : sdks) {
      lines.add(
          troubles.stream()
              .map(trouble -> matrix.raised(sdk, providers, trouble))
              .collect(Collectors.joining(" | ", "| " + sdk.key + " | ", " |")));
    }
    return String.join("\n", lines) + "\n";
  }
}
