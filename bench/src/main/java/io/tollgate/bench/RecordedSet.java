package io.tollgate.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which one of the recorded sets a bench is about, and at what prices. */
public final class RecordedSet {

  @Mixin private RecordedData data = new RecordedData();

  @Option(
      names = "--set",
      defaultValue = "mmlupro",
      paramLabel = "NAME",
      order = -3,
      description = "The set to ask from. Default: ${DEFAULT-VALUE}.")
  private String name = "mmlupro";

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      order = -2,
      description = "CSV of model, in_usd_per_mtok, out_usd_per_mtok. Default: prices.csv there.")
  private @Nullable Path prices;

  /** The directory it is in. */
  public Path directory() {
    return data.directory();
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The file of prices that is named, or {@code null} where none is. */
  public @Nullable Path prices() {
    return prices;
  }
}
