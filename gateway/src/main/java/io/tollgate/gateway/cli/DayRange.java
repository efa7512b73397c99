package io.tollgate.gateway.cli;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name a stretch of days: a month, or a first day and the day after the last. */
final class DayRange {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--month",
      paramLabel = "MONTH",
      description = "A month by UTC, e.g. 2026-11, in the place of --from and --to.")
  private @Nullable YearMonth month;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "The first day by UTC, e.g. 2026-11-01 (default: that of this month).")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "The day after the last (default: tomorrow).")
  private @Nullable LocalDate to;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DayRange() {}

  /** The first day. */
  LocalDate first(InstantSource clock) {
    if (month != null) {
      if (from != null || to != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--month says both days: leave --from and --to out, or --month.");
      }
      return month.atDay(1);
    }
    return from != null ? from : today(clock).withDayOfMonth(1);
  }

  /** The day after the last, which is after the first. */
  LocalDate end(InstantSource clock) {
    LocalDate first = first(clock);
    LocalDate end =
        month != null
            ? month.plusMonths(1).atDay(1)
            : to != null ? to : today(clock).plusDays(1);
    if (!first.isBefore(end)) {
      throw new ParameterException(
          spec.commandLine(), "--to %s is not after --from %s.".formatted(end, first));
    }
    return end;
  }

  private static LocalDate today(InstantSource clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
