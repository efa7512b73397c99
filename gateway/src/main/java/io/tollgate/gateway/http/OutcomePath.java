package io.tollgate.gateway.http;

import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.LedgerRefusal;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.quality.Outcome;
import io.tollgate.gateway.quality.OutcomeDesk.Result;
import io.tollgate.policies.money.Picodollars;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a caller that says what became of an answer. It is given when the outcome is in the
 * ledger, so that nobody believes booked what is not.
 */
final class OutcomePath {

  private OutcomePath() {}

  /** Says what counts, or why nothing does; the ticket is given back in any case. */
  static void answer(
      LoopTools tools,
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Caller caller,
      GatheredBytes body) {
    Outcome outcome;
    try {
      outcome = Outcome.read(body.array(), body.offset(), body.length());
    } catch (MalformedRequest e) {
      ticket.leave();
      tools.refuse(client.http(), Refusals.malformed(e));
      return;
    }
    List<String> accounts = tools.bounds().accounts().of(caller, List.of()).names();
    Context loop = tools.now().context();
    tools
        .bounds()
        .outcomes()
        .take(caller.id(), accounts, outcome)
        .whenComplete((result, failure) ->
            loop.runOnContext(ignored -> end(tools, ticket, client, outcome, result, failure)));
  }

  private static void end(
      LoopTools tools,
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Outcome outcome,
      @Nullable Result result,
      @Nullable Throwable failure) {
    ticket.leave();
    HttpServerResponse response = client.http().response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (failure != null) {
      LedgerRefusal refusal = LedgerRefusal.of(failure);
      LoopTools.retryAfter(client.http(), refusal.retryAfterMs());
      tools.refuse(client.http(), ErrorReply.of(503, refusal.code(), refusal.message()));
      return;
    }
    switch (Objects.requireNonNull(result)) {
      case Result.Noted _ ->
          response
              .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
              .end(Buffer.buffer(json(outcome)));
      case Result.Contradicting _ -> tools.refuse(client.http(), Refusals.outcomeGiven());
      case Result.Unknown _ -> tools.refuse(client.http(), Refusals.unknownOutcome());
    }
  }

  /** The value is a string: readers of JSON make doubles of numbers. */
  private static byte[] json(Outcome outcome) {
    StringBuilder json = new StringBuilder("{\"object\":\"outcome\",\"request\":");
    JsonText.appendQuoted(json, outcome.request());
    json.append(",\"success\":").append(outcome.success()).append(",\"value\":");
    Picodollars value = outcome.value();
    if (value == null) {
      json.append("null");
    } else {
      JsonText.appendQuoted(json, value.toPlainDollars());
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
