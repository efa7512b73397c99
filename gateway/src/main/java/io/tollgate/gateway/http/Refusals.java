package io.tollgate.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.limit.Objection;
import io.tollgate.gateway.limit.RateLimit;
import io.tollgate.gateway.quality.OutcomeDesk;
import io.tollgate.policies.routing.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The refusals of the data plane: each says what is wrong and what would be right. */
final class Refusals {

  static final ErrorReply UNAUTHENTICATED =
      ErrorReply.closing(
          401,
          "invalid_api_key",
          "No valid virtual key. Send `Authorization: Bearer tg_...`, `x-api-key` or"
              + " `x-goog-api-key`; keys are made with `tollgate keys create`.");

  static final ErrorReply KEY_IN_ADDRESS =
      ErrorReply.closing(
          401,
          "key_in_address",
          "A key in the address ends up in logs and is not read. Send it in a header:"
              + " x-goog-api-key, x-api-key or `Authorization: Bearer tg_...`.");

  static final ErrorReply NO_EVENTS =
      ErrorReply.closing(
          400,
          "not_a_stream_of_events",
          "Answers are streamed as events only: add ?alt=sse to the address, as Google's SDKs do.");

  static final ErrorReply OVERLOADED =
      ErrorReply.closing(
          503, "overloaded", "The gateway is at its limit of concurrent requests; try again.");

  static final ErrorReply NO_ROOM =
      ErrorReply.closing(
          503,
          "overloaded",
          "The gateway holds as many request bodies as it has memory for; try again.");

  static final ErrorReply NO_DEPLOYMENT =
      ErrorReply.of(
          503,
          "no_deployment_available",
          "Every deployment that could answer has failed lately or is full; try again.");

  static final ErrorReply NO_RATE =
      ErrorReply.of(
          429,
          "upstream_rate_limited",
          "The accounts of every deployment that could answer have used up what they may in this"
              + " minute; try again.");

  static final ErrorReply STORE_UNAVAILABLE =
      ErrorReply.of(
          503,
          "budget_store_unavailable",
          "The store that this gateway shares budgets with others in does not answer, and what it"
              + " was given of this key's budgets is used up; try again.");

  static final ErrorReply TOO_SLOW =
      ErrorReply.closing(408, "body_too_slow", "The request body did not arrive in time.");

  static final ErrorReply STOPPING =
      ErrorReply.closing(503, "gateway_stopping", "The gateway is being stopped; try another.");

  static final ErrorReply FAULT =
      ErrorReply.closing(
          500, "internal_error", "The gateway failed to handle this request; its log says why.");

  static final ErrorReply ENCODED =
      ErrorReply.closing(
          415,
          "unsupported_encoding",
          "Request bodies are read as they are: send no Content-Encoding.");

  static final ErrorReply TOO_MANY_CONNECTIONS =
      ErrorReply.closing(
          503, "too_many_connections", "The gateway has as many connections as it may; try again.");

  static final ErrorReply IDEMPOTENCY_KEY =
      ErrorReply.of(400, "invalid_idempotency_key", "An Idempotency-Key has 1 to 255 characters.");

  static final ErrorReply STILL_RUNNING =
      ErrorReply.of(
          409,
          "idempotency_key_in_use",
          "The request with this Idempotency-Key is still running; ask again in a moment.");

  static final ErrorReply KEY_REUSED =
      ErrorReply.of(
          422,
          "idempotency_key_reused",
          "This Idempotency-Key was used for another request body; use a new one.");

  static final ErrorReply NETWORK =
      ErrorReply.closing(
          403, "network_not_permitted", "The key may not be used from this address.");

  static final ErrorReply ROUTE =
      ErrorReply.closing(403, "route_not_permitted", "The key may not call this path.");

  static final ErrorReply HOST =
      ErrorReply.closing(400, "invalid_http", "A request needs one Host header, and only one.");

  private Refusals() {}

  /** What is not HTTP, or too long a part of it. */
  static ErrorReply invalid(@Nullable Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          ErrorReply.closing(414, "request_line_too_long", "The request line is too long.");
      case TooLongHttpHeaderException _ ->
          ErrorReply.closing(431, "headers_too_large", "The request headers are too large.");
      case null, default ->
          ErrorReply.closing(400, "invalid_http", "This is not a valid HTTP request.");
    };
  }

  static ErrorReply tooLarge(int bytesMax) {
    return ErrorReply.closing(
        413, "body_too_large", "The request body is over the limit of " + bytesMax + " bytes.");
  }

  static ErrorReply notJson(@Nullable String type) {
    return ErrorReply.closing(
        415,
        "unsupported_media_type",
        (type == null ? "The request has no Content-Type" : "The Content-Type is not JSON")
            + "; send `Content-Type: application/json`.");
  }

  static ErrorReply unknownModel(String name) {
    return new ErrorReply(
        404,
        "model_not_found",
        "model",
        "There is no model, policy or alias of this name ("
            + name.length()
            + " characters); GET /v1/models lists them.",
        false);
  }

  static ErrorReply malformed(MalformedRequest fault) {
    return new ErrorReply(fault.status(), fault.code(), fault.param(), fault.message(), false);
  }

  static ErrorReply unknownResponse() {
    return new ErrorReply(
        404,
        "response_not_found",
        "response_id",
        "There is no answer of this id; answers are kept for a limited time.",
        false);
  }

  static ErrorReply unknownRequest(Duration age) {
    return new ErrorReply(
        404,
        "request_not_found",
        "request_id",
        "This key has no request of this id that ended in the last "
            + age.toSeconds()
            + " s; feedback on others is not taken.",
        false);
  }

  static ErrorReply feedbackGiven() {
    return new ErrorReply(
        409,
        "feedback_given",
        "request_id",
        "Other feedback on this request was given before and counts.",
        false);
  }

  static ErrorReply unknownOutcome() {
    return new ErrorReply(
        404,
        "request_not_found",
        "request",
        "No request of this id was made in the last "
            + OutcomeDesk.AGE_MAX.toDays()
            + " days; send the x-tollgate-request-id of the answer.",
        false);
  }

  static ErrorReply outcomeGiven() {
    return new ErrorReply(
        409,
        "outcome_given",
        "request",
        "Another outcome of this request was reported before and is booked.",
        false);
  }

  static ErrorReply limited(Objection objection) {
    RateLimit limit = objection.limit();
    String bound =
        limit.bound(objection.kind())
            + switch (objection.kind()) {
              case REQUESTS -> " requests a minute";
              case TOKENS -> " tokens a minute";
              case CONCURRENT -> " requests at one time";
            };
    return ErrorReply.of(
        429,
        "rate_limit_exceeded",
        "Limit "
            + limit.id()
            + " of "
            + limit.scope()
            + " is reached ("
            + bound
            + "); try again in "
            + objection.waitMs()
            + " ms.");
  }

  static ErrorReply of(ClientError error) {
    return new ErrorReply(
        error.status(), String.valueOf(error.code()), error.param(), error.message(), false);
  }

  static ErrorReply terms(IllegalArgumentException fault) {
    return ErrorReply.of(400, "invalid_header", String.valueOf(fault.getMessage()));
  }

  static ErrorReply of(Refusal refusal, ClientDialect dialect) {
    return switch (refusal.code()) {
      case FORBIDDEN -> new ErrorReply(403, "not_permitted", "model", refusal.sentence(), false);
      case OVER_BUDGET ->
          ErrorReply.of(dialect.overBudgetStatus(), "budget_exceeded", refusal.sentence());
      case OVER_MAX_COST -> ErrorReply.of(400, "max_cost_exceeded", refusal.sentence());
      case UNKNOWN_MODEL ->
          new ErrorReply(404, "model_not_found", "model", refusal.sentence(), false);
      case NO_CANDIDATE -> new ErrorReply(400, "no_candidate", "model", refusal.sentence(), false);
      case THROTTLED ->
          new ErrorReply(429, "upstream_rate_limited", null, refusal.sentence(), false);
      case UNAVAILABLE ->
          new ErrorReply(503, "no_deployment_available", null, refusal.sentence(), false);
    };
  }
}
