package io.tollgate.bench.audit;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a client saw of one request, in the classes of a linearizability test. */
public sealed interface Sighting {

  /**
   * A whole answer: all of a plain one, or a stream up to {@code [DONE]}.
   *
   * @param request the ledger's id of the request
   * @param attempts how many the gateway says it took
   * @param cost dollars the client was told, {@code null} where it did not ask
   * @param contentEvents content events of a stream, 0 for a plain answer
   */
  record Complete(String request, int attempts, @Nullable BigDecimal cost, int contentEvents)
      implements Sighting {}

  /**
   * An error in the place of an answer or at the end of a part of one.
   *
   * @param request the ledger's id of the request, {@code null} where it was refused before it had
   *     one
   */
  record Failed(@Nullable String request, String error) implements Sighting {}

  /** The gateway died before it said how it ended. */
  record Indeterminate(@Nullable String request) implements Sighting {}

  /** The client left. */
  record Left(@Nullable String request) implements Sighting {}

  /** There was no gateway to talk to. */
  record Unsent() implements Sighting {}

  /** What no client may ever see. */
  record Wrong(@Nullable String request, String what) implements Sighting {}
}
