package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.routing.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Who may want to read what models answered, beside the client. It is asked before a request is
 * sent, for an answer that nobody wants is never read a second time.
 *
 * <p>Called on the event loop of the request: nothing in it may block or take long.
 */
@FunctionalInterface
public interface AnswerWitness {

  /** Wants nothing. */
  AnswerWitness NONE = (request, key, call, decision) -> null;

  /**
   * Who is to be told of the answers to a request; {@code null} for nobody.
   *
   * @param request its id
   */
  @Nullable Listener about(String request, VirtualKey key, ClientCall call, Decision decision);

  /** Is told of the answers to one request. */
  @FunctionalInterface
  interface Listener {

    /**
     * An attempt was answered in full and its answer is in the ledger; said once for each such
     * attempt, after the client has what it will get of it. What is too large to be kept is not
     * told, nor are embeddings.
     */
    void answered(WitnessedAnswer answer);
  }
}
