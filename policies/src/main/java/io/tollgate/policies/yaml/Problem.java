package io.tollgate.policies.yaml;

/**
 * A mistake in a file: where it is, what is wrong and what would be right.
 *
 * @param file the file's name as the user gave it
 * @param line from 1
 * @param column from 1
 * @param path the place in the document, e.g. {@code policies[0].rules[2].when}; empty at the top
 * @param message what is wrong
 * @param advice what would be right; empty where the message says it all
 */
public record Problem(
    String file, int line, int column, String path, String message, String advice) {

  /** {@code file:line:column: path: message; advice}, which editors and terminals can follow. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(file).append(':').append(line).append(':').append(column);
    text.append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(message);
    if (!advice.isEmpty()) {
      text.append("; ").append(advice);
    }
    return text.toString();
  }
}
