package io.tollgate.gateway.store;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A file that all nodes go by, as the store has it.
 *
 * @param version counts its changes, from 1
 * @param text what is in it
 * @param changedAt when it was changed last, by the store's clock
 * @param changedBy who did that, for people
 */
public record Document(
    String name, long version, String text, Instant changedAt, String changedBy) {

  /** More than a directory of a hundred thousand keys: it is read and sent as a whole. */
  public static final int BYTES_MAX = 32 << 20;

  /** It becomes the name of a file, and stands in a notice. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * A document without its text.
   *
   * @param bytes of its text
   */
  public record Entry(String name, long version, long bytes, Instant changedAt, String changedBy) {}

  /** Whether a document may have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
