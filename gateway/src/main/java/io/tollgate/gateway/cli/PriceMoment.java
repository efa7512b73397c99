package io.tollgate.gateway.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as price files have it: an instant, or a date, which starts at 00:00 UTC. */
final class PriceMoment implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "found \"" + text + "\" (expected: 2026-12-01, or 2026-12-01T16:00:00Z)");
    }
  }
}
