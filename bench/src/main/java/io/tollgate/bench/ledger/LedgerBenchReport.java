package io.tollgate.bench.ledger;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What was measured of a large ledger, as Markdown and as JSON. */
record LedgerBenchReport(
    String command, long requests, List<StoreTimes> stores, ExportTimes export) {

  boolean isWithinBars() {
    return stores.stream().allMatch(StoreTimes::isWithinBar)
        && export.heapMib() < ExportTimes.HEAP_BAR_MIB;
  }

  /** Writes both files, and prints one of them. */
  void write(Path folder, PrintWriter out, boolean asJson) throws IOException {
    String text =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .writeValueAsString(this);
    String markdown = markdown();
    Files.writeString(folder.resolve("ledger.json"), text);
    Files.writeString(folder.resolve("ledger.md"), markdown);
    out.print(asJson ? text + "\n" : markdown);
    out.flush();
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# A large ledger\n\n`").append(command).append("`\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d requests in 31 days, %d cost centres, %d models, %d keys.%n%n",
            requests,
            Month.COST_CENTRES,
            Month.MODELS,
            Month.COST_CENTRES * Month.KEYS_PER_CENTRE));
    text.append("| store | report of the month | rows | median of 5 ms | slowest ms |\n");
    text.append("|---|---|--:|--:|--:|\n");
    for (StoreTimes store : stores) {
      for (StoreTimes.Row row : store.rows()) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %.1f | %.1f |%n",
                store.store(),
                row.report(),
                row.rows(),
                row.medianMs(),
                row.slowestMs()));
      }
    }
    text.append('\n');
    for (StoreTimes store : stores) {
      text.append(
          String.format(
              Locale.ROOT, "Filled the %s store in %.0f s", store.store(), store.fillSeconds()));
      text.append(
          store.fillBytes() == 0
              ? ".\n"
              : String.format(Locale.ROOT, ", %,d MiB on the disk.%n", store.fillBytes() >> 20));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nFrom the embedded store: %,d charges read in %.1f s, exported as FOCUS 1.4 (CSV) in"
                + " %.1f s; meanwhile the heap held %,d MiB at most, the process %,d MiB.%n",
            export.charges(),
            export.readSeconds(),
            export.exportSeconds(),
            export.heapMib(),
            export.residentMib()));
    return text.toString();
  }
}
