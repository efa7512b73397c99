package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.ledger.Progress;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

/** Reads files of invoices, compressed with gzip or not. */
public final class Invoices {

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String CURRENCY = "USD";

  private final InvoiceReader reader;
  private final @Nullable String provider;

  /**
   * Reads one format.
   *
   * @param columns the names of columns, for {@link InvoiceFormat#CSV}
   * @param provider the ledger's name of the provider; {@code null} to take the format's
   */
  public Invoices(InvoiceFormat format, CsvColumns columns, @Nullable String provider) {
    this.reader = InvoiceReader.of(format, columns);
    this.provider = provider;
  }

  /**
   * Reads a file.
   *
   * @throws InvoiceException if a line cannot be understood as one of the format, has no provider,
   *     or is not in dollars
   * @throws IOException if the file cannot be read
   */
  public List<InvoiceLine> read(Path file, Progress progress) throws IOException {
    long total = Files.size(file);
    try (InputStream raw = new Counting(Files.newInputStream(file), total, progress)) {
      return read(file.getFileName().toString(), raw);
    }
  }

  /**
   * Reads what a file holds.
   *
   * @param source what it is called in lines and messages
   * @throws IOException as {@link #read(Path, Progress)}
   */
  public List<InvoiceLine> read(String source, InputStream raw) throws IOException {
    List<InvoiceLine> lines = new ArrayList<>();
    try {
      reader.read(source, unpacked(raw), lines::add);
    } catch (StreamReadException malformed) {
      throw new InvoiceException(
          source,
          malformed.getLocation().getLineNr(),
          "this is no JSON: " + malformed.getOriginalMessage());
    } catch (JacksonException malformed) {
      throw new InvoiceException(source + ": this is no JSON: " + malformed.getOriginalMessage());
    }
    if (lines.isEmpty()) {
      throw new InvoiceException(
          source + ": there is nothing in it that the format knows. Is it another --format?");
    }
    List<InvoiceLine> checked = new ArrayList<>(lines.size());
    for (InvoiceLine line : lines) {
      checked.add(checked(line));
    }
    return checked;
  }

  private InvoiceLine checked(InvoiceLine line) throws InvoiceException {
    if (!line.currency().equals(CURRENCY)) {
      throw new InvoiceException(
          line.source(),
          line.lineNumber(),
          "the currency is "
              + line.currency()
              + ", the ledger's is USD. Convert the amounts at the rate that was paid.");
    }
    InvoiceLine named = provider == null ? line : line.of(provider);
    if (named.provider().isEmpty()) {
      throw new InvoiceException(
          line.source(), line.lineNumber(), "no provider is named. Name it with --provider.");
    }
    return named;
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    InputStream content = new BufferedInputStream(raw, BUFFER_BYTES);
    content.mark(2);
    int first = content.read();
    int second = content.read();
    content.reset();
    return first == GZIP_FIRST && second == GZIP_SECOND
        ? new BufferedInputStream(new GZIPInputStream(content, BUFFER_BYTES), BUFFER_BYTES)
        : content;
  }

  /** Tells how much of a file was read. */
  private static final class Counting extends FilterInputStream {

    private final long total;
    private final Progress progress;
    private long done;

    Counting(InputStream in, long total, Progress progress) {
      super(in);
      this.total = total;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? -1 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      count(count);
      return count;
    }

    private void count(int bytes) {
      if (bytes > 0) {
        done += bytes;
        progress.at(done, total);
      }
    }
  }
}
