package io.tollgate.gateway.config;

import io.tollgate.policies.quality.DamagedFileException;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.quality.QualityModel;
import io.tollgate.policies.quality.QualityModelFile;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads what is known of the quality of models. */
final class PredictorFile {

  /** Knows nothing: the reference answers under every quality budget. */
  static final Function<Prompt, Forecasts> NONE = prompt -> Forecasts.NONE;

  /** More than any model needs: a file of another kind is not read to its end. */
  private static final int BYTES_MAX = 256 << 20;

  private PredictorFile() {}

  /** What Tollgate brings; loaded when this is called, so that no request waits for it. */
  static Function<Prompt, Forecasts> shipped() {
    return QualityModel.shipped()::forecasts;
  }

  /** The model in a file. */
  static Parsed<Function<Prompt, Forecasts>> read(Path file, FileStates files) {
    try {
      QualityModel model = QualityModelFile.read(files.readBytes(file, BYTES_MAX));
      return new Parsed.Ok<>(model::forecasts);
    } catch (IOException e) {
      return ParsedFile.unreadable(
          file,
          "the file cannot be read (" + e.getClass().getSimpleName() + ")",
          "check that it exists and may be read");
    } catch (DamagedFileException e) {
      return ParsedFile.unreadable(
          file, String.valueOf(e.getMessage()), "the model that Tollgate brings needs no file");
    }
  }
}
