package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import java.util.List;

/** A request whose bytes, and those of its answer, stay as they are but for the splices. */
record ResponsesPassThrough(ResponsesProvider dialect, ProviderRequest request, List<Loss> losses)
    implements Crossing {

  ResponsesPassThrough {
    losses = List.copyOf(losses);
  }

  @Override
  public String streamType() {
    return "text/event-stream";
  }

  @Override
  public AnswerStream stream(String answerId, long createdEpochSeconds, int maxEventBytes) {
    return new ResponsesRelay(maxEventBytes);
  }

  @Override
  public AnswerReading answer(
      String answerId, long createdEpochSeconds, byte[] body, int offset, int length) {
    return ResponsesAnswer.read(body, offset, length);
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
