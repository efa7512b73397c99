package io.tollgate.adapters.profile;

import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Member;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where in a request its messages lie, so that their {@linkplain ConversationTrail trail} can be
 * told. The places are noted on the one pass over the body; nothing is hashed before it is asked
 * for, and then once.
 *
 * <p>What clients move from message to message while a conversation goes on, such as the mark up to
 * which a provider is to cache, is left out of the hash. The body is hashed as it is written: a
 * client that writes the same message in another way begins another conversation.
 */
public final class MessageSpans {

  private static final int ROOM = 16;

  private static final int[] NO_HOLES = {};

  private final byte[] body;

  /** Of the instructions that a dialect has apart from its messages; empty where there are none. */
  private int leadFrom;

  private int leadTo;

  /** Pairs of the first byte of a message and of that after its last. */
  private int[] spans = new int[ROOM];

  private int spansLength;

  /** Pairs of the first byte left out and of that after the last, in ascending order. */
  private int[] holes = NO_HOLES;

  private int holesLength;

  private @Nullable ConversationTrail trail;

  /** Of a body of which nothing has been read. */
  public MessageSpans(byte[] body) {
    this.body = body;
  }

  /**
   * Notes the instructions that the dialect has apart, wherever in the body they are.
   *
   * @param from index of their first byte
   * @param to index after their last byte
   */
  public void lead(int from, int to) {
    leadFrom = from;
    leadTo = to;
  }

  /**
   * Notes the next message.
   *
   * @param from index of its first byte
   * @param to index after its last byte
   */
  public void add(int from, int to) {
    if (spansLength == spans.length) {
      spans = Arrays.copyOf(spans, 2 * spansLength);
    }
    spans[spansLength++] = from;
    spans[spansLength++] = to;
  }

  /**
   * Skips the member's value that the cursor is at and leaves the member out of the hash, with its
   * comma.
   *
   * @param from index of the opening quote of its name
   */
  public void leaveOut(JsonCursor json, int from) {
    json.skip();
    Member member = Member.withItsComma(body, from, json.end());
    leaveOut(member.from(), member.to());
  }

  /**
   * Leaves bytes out of the hash that come after all that were left out before.
   *
   * @param from index of the first byte
   * @param to index after the last byte
   */
  public void leaveOut(int from, int to) {
    if (holesLength == holes.length) {
      holes = Arrays.copyOf(holes, Math.max(ROOM, 2 * holesLength));
    }
    holes[holesLength++] = from;
    holes[holesLength++] = to;
  }

  /** A point to which {@link #takeBack} goes back. */
  public int leftOut() {
    return holesLength;
  }

  /** Takes back what was left out since a point. */
  public void takeBack(int point) {
    holesLength = point;
  }

  /** The trail of the messages that were noted. */
  public ConversationTrail trail() {
    ConversationTrail known = trail;
    if (known == null) {
      known = hashed();
      trail = known;
    }
    return known;
  }

  private ConversationTrail hashed() {
    int messages = spansLength / 2;
    long[] marks = new long[Math.min(messages, ConversationTrail.MARKS_MAX)];
    Hash hash = new Hash();
    if (leadTo > leadFrom) {
      hash.add(leadFrom, leadTo);
    }
    for (int i = 0; i < messages; i++) {
      hash.add(spans[2 * i], spans[2 * i + 1]);
      int kept = i - (messages - marks.length);
      if (kept >= 0) {
        marks[kept] = hash.value();
      }
    }
    return ConversationTrail.of(marks);
  }

  /** Two checksums side by side, for both of which processors have instructions. */
  private final class Hash {

    private final CRC32 left = new CRC32();
    private final CRC32C right = new CRC32C();

    /** Adds a range of the body without its holes. */
    void add(int from, int to) {
      int at = from;
      for (int hole = firstHole(from); hole < holesLength && holes[hole] < to; hole += 2) {
        update(at, holes[hole]);
        at = holes[hole + 1];
      }
      update(at, to);
    }

    /** The first pair of holes that does not lie before an index. */
    private int firstHole(int index) {
      int low = 0;
      int high = holesLength / 2;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (holes[2 * middle] < index) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return 2 * low;
    }

    private void update(int from, int to) {
      left.update(body, from, to - from);
      right.update(body, from, to - from);
    }

    long value() {
      return left.getValue() << Integer.SIZE | right.getValue();
    }
  }
}
