package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI Responses. */
final class ResponsesService implements DialectService {

  private final Signatures signatures;
  private final ResponsesStore store = new ResponsesStore();

  ResponsesService(Signatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_RESPONSES;
  }

  @Override
  public void authorize(Call call, String key) {
    OpenAiErrors.authorize(call, key);
  }

  @Override
  public Asked read(Call call) {
    return new ResponsesReader(Trees.object(call.body()), store, signatures).read();
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    return ErrorAnswer.of(OpenAiErrors.of(refusal));
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    ObjectNode error =
        Trees.object()
            .put("type", "error")
            .put("code", refusal.code == null ? "server_error" : refusal.code)
            .put("message", refusal.message())
            .putNull("param")
            .put("sequence_number", 0);
    return Sse.event("error", error);
  }
}
