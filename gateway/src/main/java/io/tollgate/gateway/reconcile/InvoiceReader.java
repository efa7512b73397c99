package io.tollgate.gateway.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads the lines of one format, one after the other. */
@FunctionalInterface
interface InvoiceReader {

  /**
   * Reads a file.
   *
   * @param source what the file is called in lines and messages
   * @throws InvoiceException if it is not in the format, with the line number
   */
  void read(String source, InputStream content, Consumer<InvoiceLine> lines) throws IOException;

  /** The reader of a format. */
  static InvoiceReader of(InvoiceFormat format, CsvColumns columns) {
    return switch (format) {
      case OPENAI -> new JsonBuckets(new OpenAiReport());
      case ANTHROPIC -> new JsonBuckets(new AnthropicReport());
      case AWS_CUR -> new CurReport();
      case CSV -> new PlainCsv(columns);
    };
  }
}
