package io.tollgate.bench.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The table of what came of every SDK with every provider dialect, as Markdown. */
final class DialectTable {

  private static final String BEGINNING =
      """
      # Every client in front of every provider

      Written by the test run (`DialectMatrixTest`): unmodified SDKs from Maven Central and npm, a gateway, and a
      simulated provider of every dialect. Nothing here is edited by hand.

      - **ok**: the provider was told everything, and the SDK got what was asked for.
      - **warned**: the same without a hint that the provider has no word for, and `x-tollgate-warnings` says which.
      - **refused**: the provider has no word for it, and the answer would be another one without; the SDK raises its
        own class for status 400. A policy with `may_lose: anything` goes without.
      - **–**: the SDK has no word for it.

      """;

  private static final String MIDDLE =
      """

      ## What each SDK raises

      With every provider, retries switched off. Two classes: some providers fail before the answer's head, others
      after it. Within a stream the SDK has got the beginning of the answer, then the error; a stream that is cut off
      never looks complete.

      """;

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

  /** Where the table is kept. */
  static Path document() {
    return Path.of(System.getProperty("tollgate.root", "..")).resolve("docs/dialects-matrix.md");
  }

  /** Brings the document up to date: the same results give the same text. */
  static void write(DialectMatrix matrix, List<ClientSdk> sdks, List<ProviderDialectName> providers)
      throws IOException {
    Files.writeString(
        document(),
        BEGINNING + of(matrix, sdks, providers) + MIDDLE + ofTroubles(matrix, sdks, providers));
  }
}
