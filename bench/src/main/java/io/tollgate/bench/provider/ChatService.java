package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;

/** OpenAI chat completions. */
final class ChatService implements DialectService {

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_CHAT;
  }

  @Override
  public void authorize(Call call, String key) {
    OpenAiErrors.authorize(call, key);
  }

  @Override
  public Asked read(Call call) {
    return ChatReader.read(Trees.object(call.body()));
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    return ErrorAnswer.of(OpenAiErrors.of(refusal));
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    return Buffer.buffer("data: " + OpenAiErrors.of(refusal) + "\n\ndata: [DONE]\n\n");
  }
}
