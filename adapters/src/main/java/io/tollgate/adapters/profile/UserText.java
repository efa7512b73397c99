package io.tollgate.adapters.profile;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.JsonStringStart;
import java.util.Arrays;
import tools.jackson.core.JsonToken;

/**
 * Where in a request the latest text of the user lies. The places are noted on the one pass over
 * the body; nothing is decoded before it is asked for, and then only its first characters.
 *
 * <p>A message of the user without any text, such as results of tools, leaves the one before it in
 * its place.
 */
public final class UserText {

  /** Pieces of one message that are noted; texts in more are the first ones only. */
  private static final int MAX_PIECES = 64;

  private static final int ROOM = 2;
  private static final String BETWEEN_PIECES = "\n";

  private final byte[] body;
  private final int end;
  private int[] latest = new int[ROOM];
  private int latestCount;
  private int[] open = new int[ROOM];
  private int openCount;

  /** Of a body of which nothing has been read. */
  public UserText(byte[] body, int offset, int length) {
    this.body = body;
    this.end = offset + length;
  }

  /** A message begins; what was noted of one that did not end is forgotten. */
  public void begin() {
    openCount = 0;
  }

  /** Notes the string that the cursor is at as a piece of the message; nothing else is noted. */
  public void note(JsonCursor json) {
    if (json.at(JsonToken.VALUE_STRING) && openCount < MAX_PIECES) {
      int quote = json.start();
      if (body[quote + 1] == '"') {
        return;
      }
      if (openCount == open.length) {
        open = Arrays.copyOf(open, 2 * openCount);
      }
      open[openCount++] = quote;
    }
  }

  /**
   * A message ends.
   *
   * @param byUser whether it is one of the user
   */
  public void end(boolean byUser) {
    if (byUser && openCount > 0) {
      int[] before = latest;
      latest = open;
      latestCount = openCount;
      open = before;
    }
    openCount = 0;
  }

  /**
   * The first characters of the text, its pieces on lines of their own; empty where there is none.
   */
  public String first(int maxChars) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < latestCount && text.length() < maxChars; i++) {
      if (i > 0) {
        text.append(BETWEEN_PIECES);
      }
      JsonStringStart.append(text, body, latest[i], end, maxChars);
    }
    return text.toString();
  }
}
