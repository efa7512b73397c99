package io.tollgate.bench.provider;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a simulated provider is started from.
 *
 * @param name the provider's name, for directives and its bill
 * @param seed with the prompt, decides every answer
 * @param port of 127.0.0.1; 0 takes a free one
 * @param key the bearer key a caller must send
 * @param models what it serves, at least one
 * @param pace lifelike, or flat out for benchmarks
 * @param billFile where the bill is also written as JSON lines; {@code null} keeps it in memory
 *     only
 * @param prompter tells it what to answer where the prompt does not
 */
public record ProviderProfile(
    String name,
    long seed,
    int port,
    String key,
    List<SimulatedModel> models,
    Pace pace,
    @Nullable Path billFile,
    Prompter prompter) {

  public ProviderProfile {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException(name + ": no models (expected: >= 1)");
    }
  }

  /** A lifelike provider on a free port that keeps its bill in memory. */
  public static ProviderProfile of(
      String name, long seed, String key, List<SimulatedModel> models) {
    return new ProviderProfile(
        name, seed, 0, key, models, new Pace.Lifelike(), null, Prompter.SILENT);
  }

  /** The same provider on a given port. */
  public ProviderProfile onPort(int newPort) {
    return new ProviderProfile(name, seed, newPort, key, models, pace, billFile, prompter);
  }

  /** The same provider at another pace. */
  public ProviderProfile at(Pace newPace) {
    return new ProviderProfile(name, seed, port, key, models, newPace, billFile, prompter);
  }

  /** The same provider, writing its bill to a file as well. */
  public ProviderProfile billingTo(Path newBillFile) {
    return new ProviderProfile(name, seed, port, key, models, pace, newBillFile, prompter);
  }

  /** The same provider, told what to answer. */
  public ProviderProfile toldBy(Prompter newPrompter) {
    return new ProviderProfile(name, seed, port, key, models, pace, billFile, newPrompter);
  }
}
