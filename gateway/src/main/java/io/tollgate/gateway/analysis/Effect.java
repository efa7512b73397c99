package io.tollgate.gateway.analysis;

import java.util.Locale;

/** What can make the spend of two periods differ; the keys are part of reports. */
public enum Effect {
  /** A token costs something else. */
  PRICE("price per token"),
  /** There were more or fewer calls in all. */
  VOLUME("number of calls"),
  /** Calls went to other models, or where they are told apart, to others of these. */
  MIX("share of calls"),
  /** A call takes more or fewer tokens. */
  TOKENS("tokens per call"),
  /** What was not there before. */
  NEW("new"),
  /** What is not there any more. */
  GONE("gone"),
  /** Corrections and what reconciliation found. */
  CORRECTIONS("corrections"),
  /** Owned capacity that nobody used. */
  IDLE("idle capacity");

  private final String words;

  Effect(String words) {
    this.words = words;
  }

  /** Its name in reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is, in words. */
  public String words() {
    return words;
  }
}
