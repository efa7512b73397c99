package io.tollgate.gateway.cli;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The days that a report is of: those of two options, or all there are. */
final class DayRange {

  private static final LocalDate END_OF_TIME = LocalDate.of(9999, 1, 1);

  @Option(names = "--from", paramLabel = "DAY", description = "The first UTC day, e.g. 2026-11-01.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "The UTC day after the last.")
  private @Nullable LocalDate to;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DayRange() {}

  LocalDate first() {
    return from == null ? LocalDate.EPOCH : from;
  }

  LocalDate end() {
    return to == null ? END_OF_TIME : to;
  }
}
