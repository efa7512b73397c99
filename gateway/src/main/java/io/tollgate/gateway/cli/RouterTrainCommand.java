package io.tollgate.gateway.cli;

import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.RoutingData;
import io.tollgate.gateway.training.RoutingDataException;
import io.tollgate.gateway.training.Union;
import io.tollgate.policies.quality.DamagedFileException;
import io.tollgate.policies.quality.QualityModel;
import io.tollgate.policies.quality.QualityModelFile;
import io.tollgate.policies.quality.TokenVectors;
import io.tollgate.policies.quality.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate router train}: learns a quality model from judged outcomes. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Learns from recorded prompts and judged outcomes how good each model's answers would be.",
      "DIR has NAME.prompts.jsonl (prompt_id, prompt, dataset, category) and NAME.outcomes.csv"
          + " (prompt_id, model, score 0 to 1, in_tokens, out_tokens, cost_usd), of one or more"
          + " NAMEs, packed as .gz or not; and may have NAME.answers.csv (what each model chose)"
          + " and prices.csv.",
      "The same data gives the same file, which holds no prompts."
    })
final class RouterTrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The directory with the outcomes.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the model is written; takes the place of what is there.")
  private Path out;

  @Option(names = "--no-progress", description = "Shows no progress bar.")
  private boolean noProgress;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RouterTrainCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    byte[] file;
    QualityModel model;
    try {
      RoutingData read = RoutingData.read(data, List.of(), null);
      Union.Result union = Union.of(read.sets());
      read.notes().forEach(err::println);
      union.notes().forEach(err::println);
      try (ProgressBar bar = ProgressBar.on(err, "Learning", noProgress)) {
        model =
            Trainer.train(
                union.set(),
                TokenVectors.shipped(),
                card(read, union),
                (done, all, what) -> bar.at(done, all));
      }
      file = QualityModelFile.write(model);
      // What cannot be read again must not take the place of what can.
      QualityModelFile.read(file);
    } catch (RoutingDataException | IllegalArgumentException | DamagedFileException e) {
      err.println(e.getMessage());
      return Tollgate.INVALID;
    }
    replace(file);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %,d bytes, %d models, %d kinds of request%n",
            out, file.length, model.modelIds().size(), model.kinds().size());
    return 0;
  }

  private void replace(byte[] file) throws IOException {
    Path beside = out.resolveSibling(out.getFileName() + ".tmp");
    try {
      Files.write(beside, file);
      Files.move(beside, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static String card(RoutingData data, Union.Result union) {
    StringBuilder card = new StringBuilder("Learnt from these sets of judged outcomes:\n");
    for (OutcomeSet set : data.sets()) {
      card.append(
          String.format(
              Locale.ROOT, "- %s: %,d prompts, %d models\n", set.name(), set.size(), set.width()));
    }
    union.notes().forEach(note -> card.append("- ").append(note).append('\n'));
    return card.toString();
  }
}
