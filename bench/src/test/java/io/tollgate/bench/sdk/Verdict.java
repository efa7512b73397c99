package io.tollgate.bench.sdk;

/**
 * What a cell of the table says.
 *
 * @param result what came of it
 * @param detail what is wrong, what was refused or dropped; empty where nothing is to be said
 */
record Verdict(Result result, String detail) {

  /** What came of a case. */
  enum Result {
    /** The provider was told everything, and the SDK got what was asked for. */
    OK("ok"),
    /** The same without a hint, and the answer says so. */
    WARNED("warned"),
    /** Refused with the SDK's own error, since the provider has no word for it. */
    REFUSED("refused"),
    /** The SDK has no word for it. */
    UNSAYABLE("–"),
    /** Anything else. */
    FAILED("**failed**");

    final String cell;

    Result(String cell) {
      this.cell = cell;
    }
  }

  static Verdict failed(String why) {
    return new Verdict(Result.FAILED, why);
  }
}
