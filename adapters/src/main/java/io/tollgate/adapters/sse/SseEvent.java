package io.tollgate.adapters.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One block of an event stream: the bytes as they came, and the data in them.
 *
 * <p>The object is reused for the next block.
 */
public final class SseEvent {

  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

  private byte[] array = new byte[0];
  private int offset;
  private int length;

  private int dataLines;
  private byte[] dataArray = array;
  private int dataOffset;
  private int dataLength;

  private int typeOffset;
  private int typeLength;

  SseEvent() {}

  /** The array that holds the block. */
  public byte[] array() {
    return array;
  }

  /** Where the block begins. */
  public int offset() {
    return offset;
  }

  /** The block's bytes, with the blank line that ends it. */
  public int length() {
    return length;
  }

  /** Whether the block has a data field, be it empty. */
  public boolean hasData() {
    return dataLines > 0;
  }

  /**
   * Whether the data is one line, and so lies in {@link #array()}; of several lines the data is a
   * copy joined by line feeds.
   */
  public boolean isDataInPlace() {
    return dataLines == 1;
  }

  /** The array that holds the data. */
  public byte[] dataArray() {
    return dataArray;
  }

  /** Where the data begins. */
  public int dataOffset() {
    return dataOffset;
  }

  /** The bytes of the data. */
  public int dataLength() {
    return dataLength;
  }

  /** Whether the block's type, its last {@code event} field, is this ASCII text. */
  public boolean isType(String type) {
    if (type.length() != typeLength) {
      return false;
    }
    for (int i = 0; i < typeLength; i++) {
      if (array[typeOffset + i] != type.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the fields of a block.
   *
   * @param first whether the block is the stream's first, which a byte order mark may precede
   */
  void read(byte[] source, int from, int count, boolean first) {
    array = source;
    offset = from;
    length = count;
    dataLines = 0;
    dataArray = source;
    dataOffset = from;
    dataLength = 0;
    typeLength = 0;
    int end = from + count;
    int line = first && startsWithMark(from, count) ? from + 3 : from;
    while (line < end) {
      int lineEnd = line;
      while (lineEnd < end && source[lineEnd] != '\n' && source[lineEnd] != '\r') {
        lineEnd++;
      }
      readLine(line, lineEnd);
      // A CRLF is two line ends to this loop, and the empty line between them is no field.
      line = lineEnd + 1;
    }
  }

  private boolean startsWithMark(int from, int count) {
    return count >= 3
        && array[from] == (byte) 0xEF
        && array[from + 1] == (byte) 0xBB
        && array[from + 2] == (byte) 0xBF;
  }

  private void readLine(int from, int to) {
    int colon = from;
    while (colon < to && array[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, to);
    if (value < to && array[value] == ' ') {
      value++;
    }
    if (isField(DATA, from, colon)) {
      addData(value, to);
    } else if (isField(EVENT, from, colon)) {
      typeOffset = value;
      typeLength = to - value;
    }
  }

  private boolean isField(byte[] name, int from, int to) {
    return Arrays.equals(array, from, to, name, 0, name.length);
  }

  private void addData(int from, int to) {
    dataLines++;
    if (dataLines == 1) {
      dataOffset = from;
      dataLength = to - from;
      return;
    }
    if (dataLines == 2) {
      byte[] joined = new byte[length];
      System.arraycopy(array, dataOffset, joined, 0, dataLength);
      dataArray = joined;
      dataOffset = 0;
    }
    dataArray[dataLength] = '\n';
    System.arraycopy(array, from, dataArray, dataLength + 1, to - from);
    dataLength += 1 + to - from;
  }
}
