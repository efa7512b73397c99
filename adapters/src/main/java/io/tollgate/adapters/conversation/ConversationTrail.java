package io.tollgate.adapters.conversation;

import java.util.Arrays;

/**
 * By what a conversation is known again when it comes with more messages: a hash of all that was
 * said up to each message, of the latest of them. Nothing that was said can be read out of it.
 *
 * <p>A request that goes on from another has the other's {@linkplain #last last mark} among its
 * own, as long as no more than {@link #MARKS_MAX} - 1 messages came on top and nothing before them
 * has changed. Marks are 64 bits of two checksums: enough to tell the conversations of one key
 * apart, and nothing to rely on against somebody who looks for two that are alike.
 */
public final class ConversationTrail {

  /**
   * How many marks there are at most. A round of tools adds an answer and a message for each
   * result; more than that at a time are rare.
   */
  public static final int MARKS_MAX = 17;

  /** Of a request that is no part of a conversation, or of which not all is to be seen. */
  public static final ConversationTrail NONE = new ConversationTrail(new long[0]);

  private final long[] marks;

  private ConversationTrail(long[] marks) {
    this.marks = marks;
  }

  /**
   * The trail of these marks, of which the latest are kept.
   *
   * @param marks from the first message to the last
   */
  public static ConversationTrail of(long... marks) {
    return marks.length == 0
        ? NONE
        : new ConversationTrail(
            Arrays.copyOfRange(marks, Math.max(0, marks.length - MARKS_MAX), marks.length));
  }

  /** Whether there is no mark. */
  public boolean isEmpty() {
    return marks.length == 0;
  }

  /** How many marks there are, 0 to {@link #MARKS_MAX}. */
  public int size() {
    return marks.length;
  }

  /**
   * The hash of all messages but the latest few.
   *
   * @param back how many messages at the end are not in it, from 0 to less than {@link #size}
   */
  public long mark(int back) {
    return marks[marks.length - 1 - back];
  }

  /**
   * The hash of the whole conversation.
   *
   * @throws IllegalStateException if the trail is empty
   */
  public long last() {
    if (isEmpty()) {
      throw new IllegalStateException("the trail is empty (expected: at least one mark)");
    }
    return mark(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConversationTrail trail && Arrays.equals(marks, trail.marks);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(marks);
  }

  @Override
  public String toString() {
    return size() + " marks";
  }
}
