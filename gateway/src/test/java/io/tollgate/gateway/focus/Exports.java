package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exports as the tests make them. */
final class Exports {

  static final String ROOT_HASH = "ab".repeat(32);
  static final Instant CREATED = Instant.parse("2027-01-05T08:00:00Z");

  private Exports() {}

  /** Bedrock is billed by a reseller. */
  static ExportOptions options(FocusVersion version, FileFormat format, Path temporary) {
    return new ExportOptions(
        version,
        format,
        LocalDate.parse("2026-11-01"),
        LocalDate.parse("2027-01-01"),
        ROOT_HASH,
        Collections.emptySortedMap(),
        Map.of("bedrock", Party.of("Amazon Web Services").billedBy("A Reseller Ltd.")),
        "USD",
        ExportOptions.DEFAULT_ACCOUNT,
        ExportOptions.DEFAULT_SUB_ACCOUNTS,
        Set.of(YearMonth.of(2026, 11)),
        CREATED,
        temporary);
  }

  /** A CSV file of these charges. */
  static CsvTable csv(FocusVersion version, Path folder, Iterator<ChargeLine> lines)
      throws IOException {
    Path file = folder.resolve("spend.csv");
    FocusExport.export(lines, options(version, FileFormat.CSV, folder), file);
    return CsvTable.read(file);
  }

  /** The row or rows that one charge makes. */
  static List<Map<String, @Nullable String>> rows(
      FocusVersion version, Path folder, ChargeLine line) throws IOException {
    return csv(version, folder, List.of(line).iterator()).rows();
  }
}
