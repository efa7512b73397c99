package io.tollgate.gateway.quality;

import io.tollgate.adapters.json.JsonText;
import io.tollgate.gateway.metrics.QualityMeters;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judged answers on disk, in the shape that routers are trained from: {@code
 * labels-N.outcomes.csv}, and {@code labels-N.prompts.jsonl} where the configuration has texts
 * recorded. Without texts the outcomes are of use together with what was recorded elsewhere, by
 * request id.
 *
 * <p>Written on a thread of its own, in files that take turns; the oldest go when there is no room.
 * What comes faster than it can be written is dropped and counted.
 */
public final class LabelLog implements QualityEvents, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LabelLog.class);

  private static final int WAITING_MAX = 1_024;
  private static final long CLOSE_SECONDS_MAX = 5;
  private static final String UNTAGGED = "untagged";

  private final Supplier<MeasurementSettings> settings;
  private final QualityMeters meters;
  private final LabelFiles files;
  private final ThreadPoolExecutor writer;
  private boolean failing;

  /**
   * A log in a folder, which is made when there is something to write.
   *
   * @param settings asked each time
   */
  public LabelLog(Path folder, Supplier<MeasurementSettings> settings, QualityMeters meters) {
    this.settings = settings;
    this.meters = meters;
    this.files = new LabelFiles(folder, () -> settings.get().labelBytesMax());
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("labels").factory());
  }

  @Override
  public void judged(Judgement judgement) {
    String outcomes = outcomes(judgement);
    String prompt = settings.get().recordText() ? prompt(judgement) : null;
    try {
      writer.execute(() -> write(outcomes, prompt));
    } catch (RejectedExecutionException e) {
      meters.labelled("dropped");
    }
  }

  private void write(String outcomes, @Nullable String prompt) {
    try {
      files.append(outcomes, prompt);
      failing = false;
      meters.labelled("written");
    } catch (IOException e) {
      meters.labelled("failed");
      if (!failing) {
        failing = true;
        LOG.warn("the log of labels cannot be written: {}", String.valueOf(e.getMessage()));
      }
    }
  }

  /** One line for the answer, and one for that of the reference where there was one. */
  private static String outcomes(Judgement judgement) {
    String own =
        line(
            judgement.request(),
            judgement.model(),
            judgement.scorePpm(),
            judgement.inTokens(),
            judgement.outTokens());
    return judgement.reference() == null || judgement.referenceScorePpm() == null
        ? own
        : own
            + line(
                judgement.request(),
                judgement.reference().model().id(),
                judgement.referenceScorePpm(),
                judgement.inTokens(),
                Judgement.UNKNOWN);
  }

  private static String line(String request, String model, int ppm, long inTokens, long outTokens) {
    return request
        + ','
        + field(model)
        + ','
        + BigDecimal.valueOf(ppm, 6).stripTrailingZeros().toPlainString()
        + ','
        + tokens(inTokens)
        + ','
        + tokens(outTokens)
        + ",\n";
  }

  private static String tokens(long count) {
    return count < 0 ? "" : Long.toString(count);
  }

  private static String field(String text) {
    return text.indexOf(',') < 0 && text.indexOf('"') < 0
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static @Nullable String prompt(Judgement judgement) {
    if (judgement.prompt() == null) {
      return null;
    }
    StringBuilder line = new StringBuilder("{\"prompt_id\":");
    JsonText.appendQuoted(line, judgement.request());
    line.append(",\"dataset\":\"tollgate\",\"category\":");
    JsonText.appendQuoted(line, judgement.task() == null ? UNTAGGED : judgement.task());
    line.append(",\"prompt\":");
    JsonText.appendQuoted(line, judgement.prompt().text());
    return line.append("}\n").toString();
  }

  /** Writes what waits and closes. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
    files.close();
  }
}
