package io.tollgate.adapters.verify;

import java.util.Locale;

/** Whether two answers to one request say the same. */
public enum Agreement {
  /** They do. */
  AGREED,
  /** They do not. */
  DISAGREED,
  /** It cannot be told without understanding them, as of two long texts. */
  INCOMPARABLE;

  /** The word for it in metrics. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
