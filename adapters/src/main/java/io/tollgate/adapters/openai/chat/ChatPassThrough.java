package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import java.util.List;

/** A chat request whose bytes, and those of its answer, stay as they are but for the splices. */
record ChatPassThrough(ChatRequest call, ChatProvider dialect, ProviderRequest request)
    implements Crossing {

  @Override
  public List<Loss> losses() {
    return List.of();
  }

  @Override
  public String streamType() {
    return "text/event-stream";
  }

  @Override
  public AnswerStream stream(String answerId, long createdEpochSeconds, int maxEventBytes) {
    ChatStream stream = new ChatStream(dialect.usage(), call.profile().choices(), maxEventBytes);
    return new ChatRelay(stream, call.profile().streamUsage());
  }

  @Override
  public AnswerReading answer(
      String answerId, long createdEpochSeconds, byte[] body, int offset, int length) {
    return ChatAnswer.read(body, offset, length, dialect.usage());
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
