package io.tollgate.gateway.cli;

import io.tollgate.policies.quality.DamagedFileException;
import io.tollgate.policies.quality.QualityModel;
import io.tollgate.policies.quality.QualityModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate router}: what routing by quality knows. */
@Command(
    name = "router",
    mixinStandardHelpOptions = true,
    description = "Learns which model is good at what, and shows what was learnt.",
    subcommands = RouterTrainCommand.class)
final class RouterCommand implements Runnable {

  private static final long FILE_BYTES_MAX = 1L << 28;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  RouterCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say train or show.");
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints what a quality model was learnt from, and the models that it knows.")
  int show(
      @Option(
              names = "--model",
              paramLabel = "FILE",
              description =
                  "A file that `router train` wrote; else the model that Tollgate brings.")
          @Nullable Path file)
      throws IOException {
    QualityModel model;
    try {
      model = file == null ? QualityModel.shipped() : read(file);
    } catch (DamagedFileException e) {
      spec.commandLine().getErr().println(file + ": " + e.getMessage());
      return Tollgate.INVALID;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(model.card().strip());
    out.printf("%nModels, with the judged outcomes that each was learnt from:%n");
    model.modelIds().forEach(id -> out.printf("  %-40s %,9d%n", id, model.outcomes(id)));
    out.printf("%nKinds of request that are told apart:%n");
    model.kinds().forEach(kind -> out.printf("  %s%n", kind));
    return 0;
  }

  private static QualityModel read(Path file) throws IOException, DamagedFileException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new DamagedFileException(
          "This is larger than any quality model; name a file that `tollgate router train` wrote.");
    }
    return QualityModelFile.read(Files.readAllBytes(file));
  }
}
