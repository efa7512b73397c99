package io.tollgate.gateway.config;

import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.yaml.Parsed;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads what is known of the quality of models. */
final class PredictorFile {

  /** Knows nothing: the reference answers under every quality budget. */
  static final Function<Prompt, Forecasts> NONE = prompt -> Forecasts.NONE;

  private PredictorFile() {}

  /** What Tollgate brings. */
  static Function<Prompt, Forecasts> shipped() {
    return NONE;
  }

  /** The model in a file. */
  static Parsed<Function<Prompt, Forecasts>> read(Path file, FileStates files) {
    files.note(file);
    return ParsedFile.unreadable(file, "no quality model can be read yet", "leave it out");
  }
}
