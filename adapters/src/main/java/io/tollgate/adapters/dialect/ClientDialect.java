package io.tollgate.adapters.dialect;

import io.tollgate.adapters.profile.MalformedRequest;
import java.util.List;

/** A dialect as clients speak it: reads their requests, and speaks to them when none is served. */
public interface ClientDialect {

  /** Its name, e.g. {@code openai-chat}. */
  String name();

  /**
   * Reads a request in one pass; texts are counted, not decoded.
   *
   * @param head what stands outside of the body
   * @throws MalformedRequest if it cannot be served, with status 400
   */
  ClientCall read(RequestHead head, byte[] body, int offset, int length) throws MalformedRequest;

  /** The headers that belong to it and go along with a request, in lower case. */
  default List<String> headers() {
    return List.of();
  }

  /** The header in which its SDKs look for the id of a request. */
  default String requestIdHeader() {
    return "x-request-id";
  }

  /** The HTTP status by which its SDKs know that there is no money left. */
  default int overBudgetStatus() {
    return 429;
  }

  /** The body of an answer that is an error. */
  byte[] errorBody(ClientError error);

  /** The same as the last event of a stream that has begun: nothing follows that ends it well. */
  byte[] errorEvent(ClientError error);
}
