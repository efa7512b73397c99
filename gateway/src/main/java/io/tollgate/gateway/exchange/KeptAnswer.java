package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Transcript;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt answers, read as a conversation beside its relay, for who wants to look at it.
 * It counts as held; where there is no room it is given up, and the relay goes on.
 */
final class KeptAnswer {

  /** What a character takes in memory where not all are Latin. */
  private static final int BYTES_PER_CHAR = 2;

  private final Crossing crossing;
  private final HeldBytes.Share share;
  private final int bytesMax;
  private @Nullable Transcript transcript;
  private @Nullable Completion completion;
  private long counted;

  private KeptAnswer(Crossing crossing, HeldBytes.Share share, int bytesMax) {
    this.crossing = crossing;
    this.share = share;
    this.bytesMax = bytesMax;
  }

  /** Nothing yet of an answer that comes whole. */
  static KeptAnswer plain(Crossing crossing, HeldBytes.Share share, int bytesMax) {
    return new KeptAnswer(crossing, share, bytesMax);
  }

  /** Nothing yet of an answer that is streamed. */
  static KeptAnswer streamed(
      Crossing crossing, HeldBytes.Share share, int bytesMax, int choices, int eventBytesMax) {
    KeptAnswer kept = new KeptAnswer(crossing, share, bytesMax);
    kept.transcript = new Transcript(crossing.dialect().decoder(choices, eventBytesMax), bytesMax);
    return kept;
  }

  /** A further piece of a stream, before it is relayed. */
  void feed(HeapBytes piece) {
    Transcript writing = transcript;
    if (writing != null) {
      writing.feed(piece.array(), piece.offset(), piece.length());
      long more = writing.chars() * BYTES_PER_CHAR - counted;
      if (more < 0) {
        giveUp();
      } else if (share.add(more, HeldBytes.Use.ANSWER)) {
        counted += more;
      } else {
        giveUp();
      }
    }
  }

  /** The body of a plain answer. */
  void whole(byte[] array, int offset, int length) {
    if (length <= bytesMax && share.add(length, HeldBytes.Use.ANSWER)) {
      counted = length;
      if (crossing.dialect().read(array, offset, length) instanceof Completion read) {
        completion = crossing.restored(read);
      }
    }
  }

  /** The answer, once it has ended; {@code null} where it was not to be kept. */
  @Nullable Completion completion() {
    Transcript written = transcript;
    if (written != null) {
      Completion read = written.completion();
      completion = read == null ? null : crossing.restored(read);
      transcript = null;
    }
    return completion;
  }

  /** Forgets it. */
  void giveUp() {
    transcript = null;
    completion = null;
    share.remove(counted);
    counted = 0;
  }
}
