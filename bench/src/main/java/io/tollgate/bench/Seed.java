package io.tollgate.bench;

import picocli.CommandLine.Option;

/** Where chance begins: the same seed gives the same report. */
public final class Seed {

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of splits, orders and draws. Default: ${DEFAULT-VALUE}.")
  private long value;

  /** The seed. */
  public long value() {
    return value;
  }
}
