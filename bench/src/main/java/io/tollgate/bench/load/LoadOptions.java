package io.tollgate.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How much a load run measures, as a command line says it; {@code --quick} means less. */
final class LoadOptions {

  private static final int BODY_CONNECTIONS = 16;
  private static final int SETTLE_TURNS = 6;

  @Option(names = "--quick", description = "The two-minute version: fewer rounds and shorter ones.")
  private boolean quick;

  @Option(
      names = "--measure",
      split = ",",
      paramLabel = "NAME",
      converter = MeasureConverter.class,
      description =
          "Under which loads: plain, plain-open, stream, stream-open, body-100k, body-1m."
              + " Default: all.")
  private List<Measure> measures = new ArrayList<>();

  @Option(names = "--rounds", description = "Default: 5; quick: 3.")
  private @Nullable Integer rounds;

  @Option(
      names = "--connections",
      defaultValue = "64",
      description = "Of the closed loops. Default: ${DEFAULT-VALUE}.")
  private int connections = 64;

  @Option(
      names = "--rate",
      defaultValue = "0",
      description =
          "Requests/s of the open loop of plain answers. Default: 30 %% of what the gateway, or"
              + " else the slowest target, can do.")
  private int plainRate;

  @Option(
      names = "--stream-rate",
      defaultValue = "0",
      description = "The same for streamed answers.")
  private int streamRate;

  @Option(names = "--seconds", description = "Of each measurement. Default: 5; quick: 1.")
  private @Nullable Double seconds;

  @Option(
      names = "--warm-up",
      description = "Seconds before each measurement. Default: 1; quick: 0.2.")
  private @Nullable Double warmUpSeconds;

  @Option(
      names = "--settle",
      description =
          "Seconds of streams and as many of plain answers on each JVM before everything, again"
              + " while either gets cheaper, up to six times; quick: once. Default: 10; quick: 5.")
  private @Nullable Double settleSeconds;

  @Option(
      names = "--idle-streams",
      paramLabel = "N",
      description =
          "Streams held open while memory is read. Default: 5,000, or as many as files may be"
              + " open; quick: 0.")
  private @Nullable Integer idleStreams;

  @Option(
      names = "--prompt-bytes",
      defaultValue = "1000",
      description = "Size of the usual prompt. Default: ${DEFAULT-VALUE}.")
  private int promptBytes = 1000;

  @Option(
      names = "--max-tokens",
      defaultValue = "256",
      description = "Limit stated in each request. Default: ${DEFAULT-VALUE}.")
  private int maxTokens = 256;

  @Option(
      names = "--timeout",
      defaultValue = "30",
      description = "Seconds to wait for an answer. Default: ${DEFAULT-VALUE}.")
  private double timeoutSeconds = 30;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the prompts. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  /** Reads the name of a load. */
  static final class MeasureConverter implements ITypeConverter<Measure> {
    @Override
    public Measure convert(String text) {
      return Arrays.stream(Measure.values())
          .filter(measure -> measure.key().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("expected one of " + Measure.all()));
    }
  }

  /** The loads, in their own order whatever the command line's. */
  List<Measure> measures() {
    return measures.isEmpty()
        ? Measure.all()
        : Measure.all().stream().filter(measures::contains).toList();
  }

  boolean quick() {
    return quick;
  }

  /**
   * The plan.
   *
   * @param streamsMax how many idle streams there can be
   */
  LoadRunPlan plan(int streamsMax) {
    return new LoadRunPlan(
        measures(),
        rounds == null ? (quick ? 3 : 5) : rounds,
        connections,
        Math.min(connections, BODY_CONNECTIONS),
        plainRate,
        streamRate,
        Math.min(idleStreams == null ? (quick ? 0 : 5_000) : idleStreams, streamsMax),
        promptBytes,
        maxTokens,
        seed,
        duration(settleSeconds, quick ? 5 : 10),
        quick ? 1 : SETTLE_TURNS,
        duration(warmUpSeconds, quick ? 0.2 : 1),
        duration(seconds, quick ? 1 : 5),
        duration(timeoutSeconds, timeoutSeconds));
  }

  private static Duration duration(@Nullable Double seconds, double otherwise) {
    return Duration.ofMillis(Math.round((seconds == null ? otherwise : seconds) * 1000));
  }
}
