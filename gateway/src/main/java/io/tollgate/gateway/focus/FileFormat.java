package io.tollgate.gateway.focus;

import java.util.Locale;

/** A file format of exports. */
public enum FileFormat {
  /** Comma-separated values as in RFC 4180, in UTF-8. */
  CSV,
  /** Apache Parquet, with decimals as decimals. */
  PARQUET;

  /** The ending of its file names, e.g. {@code csv}. */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }
}
