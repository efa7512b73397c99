package io.tollgate.bench.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong, for which every SDK has a class of its own. */
enum Trouble {
  BAD_REQUEST("400", "[[fault:status=400]]"),
  WRONG_KEY("401", ""),
  UNKNOWN_MODEL("404", ""),
  TOO_LARGE("413", ""),
  RATE_LIMIT("429", "[[fault:status=429;retry-after=7]]"),
  SERVER_ERROR("500", "[[fault:status=500]]"),
  UNAVAILABLE("503", "[[fault:status=503]]"),
  OVERLOADED("529", "[[fault:status=529]]"),
  DEADLINE("504, the gateway's deadline", "[[fault:stall-before-headers]]"),
  TIMEOUT("the SDK's timeout", "[[fault:stall-before-headers]]"),
  ERROR_FIRST("error before the stream's content", "[[fault:error-event=1]]"),
  ERROR_LATER("error within a stream", "[[tokens:12]] [[fault:error-event=5]]"),
  CUT("stream cut off", "[[tokens:12]] [[fault:cut-after=5]]");

  /** How the table calls it. */
  final String title;

  private final String directive;

  Trouble(String title, String directive) {
    this.title = title;
    this.directive = directive;
  }

  /** Whether the gateway finds it by itself, so that one provider stands for all. */
  boolean isTheGateways() {
    return this == WRONG_KEY || this == UNKNOWN_MODEL || this == TOO_LARGE;
  }

  /** Whether a part of the answer has come when it happens. */
  boolean isWithinAnswer() {
    return this == ERROR_LATER || this == CUT;
  }

  private boolean isStreamed() {
    return isWithinAnswer() || this == ERROR_FIRST;
  }

  private @Nullable Duration timeout() {
    return this == TIMEOUT ? Duration.ofMillis(700) : null;
  }

  /** The case of one SDK and provider. */
  SdkCase of(ClientSdk sdk, ProviderDialectName provider) {
    String id = sdk.key + " -> " + provider.key + " trouble " + name();
    String model = provider.provider() + "/" + provider.model();
    String prompt = "Case (" + id + "). " + directive;
    return new SdkCase(
        id,
        isStreamed() ? "error-streamed" : "error",
        switch (this) {
          case UNKNOWN_MODEL -> "nobody/knows";
          // A model at its limit is left alone for a while.
          case RATE_LIMIT -> model + SdkStage.limited(sdk);
          default -> model;
        },
        this == TOO_LARGE ? prompt + "x".repeat(SdkStage.BODY_BYTES_MAX) : prompt,
        this == WRONG_KEY,
        timeout());
  }
}
