package io.tollgate.gateway.limit;

import java.util.Locale;

/** What a limit bounds. */
public enum LimitKind {
  /** Requests in a minute. */
  REQUESTS,
  /** Tokens of input and output in a minute. */
  TOKENS,
  /** Requests that run at one time. */
  CONCURRENT;

  /** The name in headers and metrics. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
