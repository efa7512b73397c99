package io.tollgate.gateway.reconcile;

import java.util.Locale;

/** The formats of invoices and reports that can be read. */
public enum InvoiceFormat {
  /** Pages of OpenAI's costs API and completions usage API. */
  OPENAI,
  /** Pages of Anthropic's cost report and messages usage report. */
  ANTHROPIC,
  /** CSV of an AWS Cost and Usage Report, of which the rows of Bedrock are read. */
  AWS_CUR,
  /** CSV with a header. */
  CSV;

  /** The name on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return key();
  }
}
