package io.tollgate.adapters.json;

import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.ContentReference;

/**
 * A document is not well-formed. Says where and does not quote it.
 *
 * <p>It has no stack trace: clients and providers cause it, and as often as they like.
 */
public sealed class MalformedJson extends StreamReadException permits DuplicateName {

  private static final long serialVersionUID = 1L;

  MalformedJson(String message, TokenStreamLocation location) {
    super(null, message, location);
  }

  /**
   * The place of a byte, in lines and columns that begin with 1; a column is a byte.
   *
   * @param from index of the document's first byte
   * @param index index of the byte
   */
  static TokenStreamLocation place(byte[] array, int from, int index) {
    int line = 1;
    int lineFrom = from;
    for (int i = from; i < index; i++) {
      if (array[i] == '\n' || array[i] == '\r') {
        boolean second = array[i] == '\n' && i > from && array[i - 1] == '\r';
        line += second ? 0 : 1;
        lineFrom = i + 1;
      }
    }
    return new TokenStreamLocation(
        ContentReference.unknown(), index - from, -1, line, index - lineFrom + 1);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
