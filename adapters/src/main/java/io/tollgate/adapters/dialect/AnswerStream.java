package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.Segments;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer on its way from the provider to the client: takes the provider's bytes, hands
 * on the client's, and knows what is known of the answer so far. Not safe for use by several
 * threads.
 */
public interface AnswerStream {

  /** What a piece is, and so what is to be done with it. */
  enum Kind {
    /** Nothing of the answer yet: a role, an empty delta, a comment. To be held. */
    PRELUDE,
    /** A part of the answer, or, once it has begun, anything that only keeps it company. */
    CONTENT,
    /** The provider's error instead of the rest of the answer; see {@link AnswerStream#error()}. */
    ERROR,
    /** Not of this dialect. */
    MALFORMED,
    /** Larger than the limit; without bytes. Nothing more is read. */
    OVERSIZED,
    /** After the end or a failure; not to be forwarded. */
    EXTRA
  }

  /** Everything that is left to be written once the ledger has settled. */
  @FunctionalInterface
  interface Closing {
    /**
     * The bytes, usage and end marker included; may be empty.
     *
     * @param cost what the answer cost in dollars, or {@code null} where there is no price
     */
    Segments bytes(@Nullable Picodollars cost);
  }

  /**
   * Receives the pieces in order. The arrays are not written to again by the stream, so slices may
   * be kept as long as the array of the chunk itself may be.
   */
  interface Sink {
    /** A piece, and what it is. */
    void piece(Kind kind, byte[] array, int offset, int length);

    /** The answer is complete; said once, and nothing but {@link Kind#EXTRA} follows. */
    void complete(Closing closing);
  }

  /** Reads the next chunk and hands on the pieces that it completes. */
  void feed(byte[] array, int offset, int length, Sink sink);

  /**
   * The provider has ended the stream; the end of an answer may be known only now.
   *
   * @return whether the answer is complete
   */
  boolean end(Sink sink);

  /** Whether the answer is complete, and nothing failed before its end. */
  boolean isComplete();

  /** Whether a part of the answer, or its end, has been seen. */
  boolean hasBegun();

  /** Pieces that carried a part of the answer; most providers send one token in each. */
  long contentEvents();

  /** Bytes of the answer so far, escapes as written. */
  long contentBytes();

  /** The model that the provider says it serves, if it has said. */
  @Nullable String model();

  /** The service tier that the provider says it served in, if it has said. */
  @Nullable String servedTier();

  /** The provider's error, once there was one. */
  @Nullable ProviderError error();

  /** What the provider last said the call consumed; {@code null} while it has said nothing. */
  @Nullable ReportedUsage reportedUsage();
}
