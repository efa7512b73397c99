package io.tollgate.bench.load;

import io.tollgate.bench.proxy.Placement;
import io.tollgate.bench.proxy.Programs;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Which processes have which CPUs. */
final class CpuOption {

  @Option(
      names = "--cpus",
      paramLabel = "auto|none",
      defaultValue = "auto",
      description =
          "auto: each server on one CPU, provider and generator on the others, where there is"
              + " taskset and more than one CPU. Default: ${DEFAULT-VALUE}.")
  private Cpus cpus = Cpus.auto;

  /** Named as on the command line. */
  private enum Cpus {
    auto,
    none
  }

  Placement placement() throws IOException {
    return switch (cpus) {
      case none -> Placement.NONE;
      case auto -> Placement.here(Programs.on(System.getenv().getOrDefault("PATH", "")));
    };
  }
}
