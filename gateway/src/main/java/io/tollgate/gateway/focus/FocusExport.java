package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes charges of the ledger as FOCUS data sets.
 *
 * <p>Charges are read and rows are written one after the other; only sums are kept, so that a year
 * takes no more memory than a day. All files get their names at the end, the manifest last: where
 * it is, they are whole.
 */
public final class FocusExport {

  private FocusExport() {}

  /**
   * Exports charges.
   *
   * @param lines ordered by day; read to the end
   * @param target where Cost and Usage goes; the other files go beside it, see {@link
   *     ExportSummary#files()}
   * @throws IOException where a file cannot be written; nothing is left of this export then
   * @throws IllegalStateException where the rows do not add up to the charges
   */
  public static ExportSummary export(Iterator<ChargeLine> lines, ExportOptions options, Path target)
      throws IOException {
    return export(lines, List.of(), options, target);
  }

  /**
   * Exports charges, and invoices that were imported. These are a data set of FOCUS 1.4, which 1.2
   * does not have.
   *
   * @param lines ordered by day; read to the end
   * @param invoices their lines; a file is written where there are any
   * @param target where Cost and Usage goes; the other files go beside it
   * @throws IOException where a file cannot be written; nothing is left of this export then
   * @throws IllegalStateException where the rows do not add up to the charges
   * @throws IllegalArgumentException where there are invoices and the version has no place for
   *     them, or two of their lines cannot be told apart
   */
  public static ExportSummary export(
      Iterator<ChargeLine> lines, List<InvoiceDetail> invoices, ExportOptions options, Path target)
      throws IOException {
    boolean more = options.version() == FocusVersion.V1_4;
    if (!more && !invoices.isEmpty()) {
      throw new IllegalArgumentException(
          "FOCUS " + options.version().number() + " has no Invoice Detail (expected: 1.4)");
    }
    List<InvoiceTotal> invoiced = InvoiceTotal.of(invoices);
    Path manifest = Manifest.of(target);
    List<Path> partials = new ArrayList<>();
    try {
      List<WrittenFile> files = new ArrayList<>();
      Tally tally = new Tally();
      files.add(costAndUsage(lines, options, tally, target, partials));
      if (more) {
        files.add(
            table(
                BillingPeriods.NAME,
                BillingPeriods.columns(options),
                tally.periods().iterator(),
                options,
                beside(target, "billing-periods", options),
                partials));
        if (!invoices.isEmpty()) {
          files.add(
              table(
                  InvoiceDetail.NAME,
                  InvoiceDetail.columns(
                      options.created(), InvoiceDetail.scale(invoices, options.format())),
                  invoices.iterator(),
                  options,
                  beside(target, "invoice-details", options),
                  partials));
        }
      }
      Path partialManifest = partial(manifest, partials);
      Manifest.write(partialManifest, options, tally, invoiced, files);
      // The manifest of an earlier export says nothing of what is moved now.
      Files.deleteIfExists(manifest);
      for (WrittenFile file : files) {
        file.move();
      }
      Files.move(partialManifest, manifest, StandardCopyOption.ATOMIC_MOVE);
      return summary(options, tally, invoiced, files, manifest);
    } finally {
      for (Path partial : partials) {
        Files.deleteIfExists(partial);
      }
    }
  }

  private static WrittenFile costAndUsage(
      Iterator<ChargeLine> lines,
      ExportOptions options,
      Tally tally,
      Path target,
      List<Path> partials)
      throws IOException {
    List<Column<FocusRow>> columns = CostAndUsage.columns(options);
    Path partial = partial(target, partials);
    RowMaker maker = new RowMaker(options);
    try (TableFile<FocusRow> file =
        TableFile.create(options.format(), columns, partial, options.temporary())) {
      Consumer<FocusRow> rows =
          row -> {
            tally.row(row);
            write(file, row);
          };
      while (lines.hasNext()) {
        ChargeLine line = lines.next();
        tally.charge(line, maker.ledgered(line));
        maker.accept(line, rows);
      }
      maker.finish(rows);
      tally.check();
      file.finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new WrittenFile(
        partial,
        target,
        CostAndUsage.NAME,
        tally.rows(),
        SchemaMetadata.of(CostAndUsage.NAME, options.version(), options.created(), columns));
  }

  private static <R> void write(TableFile<R> file, R row) {
    try {
      file.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <R> WrittenFile table(
      String dataset,
      List<Column<R>> columns,
      Iterator<R> rows,
      ExportOptions options,
      Path target,
      List<Path> partials)
      throws IOException {
    Path partial = partial(target, partials);
    long written = 0;
    try (TableFile<R> file =
        TableFile.create(options.format(), columns, partial, options.temporary())) {
      while (rows.hasNext()) {
        file.write(rows.next());
        written++;
      }
      file.finish();
    }
    return new WrittenFile(
        partial,
        target,
        dataset,
        written,
        SchemaMetadata.of(dataset, options.version(), options.created(), columns));
  }

  private static Path partial(Path target, List<Path> partials) {
    Path partial = WrittenFile.partial(target);
    partials.add(partial);
    return partial;
  }

  /** {@code spend.csv} is {@code spend.billing-periods.csv} for another data set. */
  private static Path beside(Path target, String what, ExportOptions options) {
    String name = String.valueOf(target.getFileName());
    String ending = "." + options.format().extension();
    String stem = name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    return target.resolveSibling(stem + "." + what + ending);
  }

  private static ExportSummary summary(
      ExportOptions options,
      Tally tally,
      List<InvoiceTotal> invoiced,
      List<WrittenFile> files,
      Path manifest) {
    List<Path> paths = new ArrayList<>(files.stream().map(WrittenFile::target).toList());
    paths.add(manifest);
    return new ExportSummary(
        List.copyOf(paths),
        tally.rows(),
        tally.unpricedRows(),
        tally.unexplainedRows(),
        tally.totals(),
        invoiced,
        options.from(),
        options.to(),
        tally.range().firstSeq(),
        tally.range().lastSeq(),
        options.rootHash());
  }
}
