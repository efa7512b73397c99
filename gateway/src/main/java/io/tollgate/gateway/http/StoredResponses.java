package io.tollgate.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.adapters.openai.responses.ResponsesRequest;
import io.tollgate.adapters.openai.responses.ResponsesTurn;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.config.GatewayConfig.Kept;
import io.tollgate.gateway.exchange.AnswerRecorder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers of the Responses API that later requests may go on from ({@code previous_response_id}),
 * whichever provider gave them. In this process's memory only, bounded by weight and by time, and
 * by virtual key: an id of another tenant's is unknown. Safe for use by all event loops.
 */
final class StoredResponses {

  /** Answers may fill no more than this part of the heap, whatever is configured. */
  private static final int HEAP_PART = 8;

  /** A tree takes several times the bytes of its document. */
  private static final int TREE_FACTOR = 4;

  private record Name(String virtualKey, String responseId) {}

  private record Stored(ResponsesTurn turn, int bytes) {}

  private final Cache<Name, Stored> turns;

  /** Nothing kept. */
  StoredResponses(Kept limits, Ticker ticker) {
    this.turns =
        Caffeine.newBuilder()
            .maximumWeight(
                Math.min(limits.bytesMax(), Runtime.getRuntime().maxMemory() / HEAP_PART))
            .weigher((Name name, Stored stored) -> stored.bytes())
            .expireAfterWrite(limits.ttl())
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** What was kept of an answer; {@code null} where nothing is. */
  @Nullable ResponsesTurn find(String virtualKey, String responseId) {
    Stored stored = turns.getIfPresent(new Name(virtualKey, responseId));
    return stored == null ? null : stored.turn();
  }

  /** Forgets an answer. */
  void forget(String virtualKey, String responseId) {
    turns.invalidate(new Name(virtualKey, responseId));
  }

  /**
   * The request with what it goes on from in its input.
   *
   * @throws MalformedRequest if it goes on from an answer that is not kept
   */
  ResponsesRequest continued(String virtualKey, ResponsesRequest request) throws MalformedRequest {
    String previous = request.previousResponseId();
    List<JsonNode> earlier = List.of();
    if (previous != null) {
      ResponsesTurn turn = find(virtualKey, previous);
      if (turn == null) {
        throw new MalformedRequest(
            400,
            "previous_response_not_found",
            "previous_response_id",
            "There is no answer of this id; answers are kept for a limited time and by the gateway"
                + " that gave them. Send the whole conversation as input.");
      }
      earlier = turn.items();
    }
    if (previous == null && request.itemReferences().isEmpty()) {
      return request;
    }
    return request.after(earlier, id -> item(virtualKey, id));
  }

  private @Nullable JsonNode item(String virtualKey, String itemId) {
    String responseId = ResponsesRequest.responseIdOf(itemId);
    ResponsesTurn turn = responseId == null ? null : find(virtualKey, responseId);
    return turn == null ? null : turn.item(itemId);
  }

  /** Keeps the answer to a request once it is complete, and tells another recorder all of it. */
  AnswerRecorder keeping(
      String virtualKey, ResponsesRequest request, long requestBytes, AnswerRecorder next) {
    return new TurnRecorder(
        next,
        ending -> {
          ResponsesTurn turn = request.turn(ending);
          if (turn != null) {
            long bytes = TREE_FACTOR * (requestBytes + ending.length());
            turns.put(
                new Name(virtualKey, turn.responseId()),
                new Stored(turn, (int) Math.min(bytes, Integer.MAX_VALUE)));
          }
        });
  }
}
