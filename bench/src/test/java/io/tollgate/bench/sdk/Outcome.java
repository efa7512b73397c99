package io.tollgate.bench.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a case.
 *
 * @param heads the heads of the answers that the SDK got, as far as it lets anybody see them
 * @param steps what came of its requests, as far as they succeeded
 * @param error what the SDK raised, or {@code null}
 */
record Outcome(List<Head> heads, List<Step> steps, @Nullable Raised error) {

  /** Nobody has tried. */
  static final Outcome NOT_RUN =
      new Outcome(List.of(), List.of(), new Raised("not run", 0, "", "not run"));

  Outcome {
    heads = List.copyOf(heads);
    steps = List.copyOf(steps);
  }

  /** The head of an answer. */
  record Head(int status, String requestId, String warnings, String retryAfter) {}

  /**
   * What an SDK raised.
   *
   * @param type the name of its class, without a package
   * @param status the HTTP status it knows of; 0 for none
   * @param code the code it knows of; empty for none
   */
  record Raised(String type, int status, String code, String message) {}

  /** What the provider could not be told. */
  String warnings() {
    return heads.stream()
        .map(Head::warnings)
        .filter(warnings -> !warnings.isEmpty())
        .findFirst()
        .orElse("");
  }
}
