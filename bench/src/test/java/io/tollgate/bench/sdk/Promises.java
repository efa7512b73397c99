package io.tollgate.bench.sdk;

import io.tollgate.bench.sdk.Verdict.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is promised: which pairs cannot express a feature, and so refuse it or leave out a hint and
 * say so, and what each SDK raises when something goes wrong. Everything else is promised to work.
 */
final class Promises {

  private final Map<String, Result> exceptions = new HashMap<>();
  private final Map<String, String> classes = new HashMap<>();

  private Promises() {}

  static Promises read() throws IOException {
    Promises promises = new Promises();
    for (String line : lines("promises.txt")) {
      promises.addPair(line);
    }
    for (String line : lines("classes.txt")) {
      String[] parts = line.split(": ", 2);
      promises.classes.put(parts[0], parts[1]);
    }
    return promises;
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = Promises.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  /** {@code CLIENT -> PROVIDER: refused FEATURE ...; warned FEATURE ...}. */
  private void addPair(String line) {
    String[] parts = line.split(": ", 2);
    for (String group : parts[1].split("; ", -1)) {
      String[] words = group.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        exceptions.put(
            parts[0] + " " + words[i], Result.valueOf(words[0].toUpperCase(java.util.Locale.ROOT)));
      }
    }
  }

  /** What is promised of a cell of the table of features. */
  Result of(ClientSdk sdk, ProviderDialectName provider, Feature feature) {
    return sdk.canSay(feature)
        ? exceptions.getOrDefault(sdk.key + " -> " + provider.key + " " + feature.key, Result.OK)
        : Result.UNSAYABLE;
  }

  /** What an SDK is to raise. */
  String of(ClientSdk sdk, Trouble trouble) {
    return classes.getOrDefault(sdk.key + " " + trouble, "nothing is promised");
  }
}
