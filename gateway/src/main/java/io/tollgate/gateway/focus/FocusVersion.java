package io.tollgate.gateway.focus;

/** A version of the FOCUS specification that can be exported. */
public enum FocusVersion {
  /** Ratified 2025-05-29: the newest with a public rule model, and what most tools read. */
  V1_2("1.2"),
  /** Ratified 2026-06-04. */
  V1_4("1.4");

  private final String number;

  FocusVersion(String number) {
    this.number = number;
  }

  /** The number, e.g. {@code 1.2}. */
  public String number() {
    return number;
  }

  /**
   * The version of a number.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static FocusVersion of(String number) {
    for (FocusVersion version : values()) {
      if (version.number.equals(number)) {
        return version;
      }
    }
    throw new IllegalArgumentException("FOCUS version: " + number + " (expected: 1.2 or 1.4)");
  }
}
