package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import java.util.List;

/** A request whose bytes, and those of its answer, stay as they are but for the splices. */
record PassThrough(AnthropicProvider dialect, ProviderRequest request, List<Loss> losses)
    implements Crossing {

  @Override
  public String streamType() {
    return AnthropicProvider.EVENT_STREAM;
  }

  @Override
  public AnswerStream stream(String answerId, long createdEpochSeconds, int maxEventBytes) {
    return new MessageRelay(maxEventBytes);
  }

  @Override
  public AnswerReading answer(
      String answerId, long createdEpochSeconds, byte[] body, int offset, int length) {
    return PlainAnswer.read(body, offset, length);
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
