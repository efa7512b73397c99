package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for embeddings whose bytes, and those of its answer, stay as they are: but for the
 * cost, and for vectors that a server gives as numbers although base64 was asked for.
 */
record EmbeddingsPassThrough(
    EmbeddingsRequest call, EmbeddingsProvider dialect, ProviderRequest request)
    implements Crossing {

  @Override
  public List<Loss> losses() {
    return List.of();
  }

  @Override
  public String streamType() {
    return "application/json";
  }

  @Override
  public AnswerStream stream(String answerId, long createdEpochSeconds, int maxEventBytes) {
    throw new IllegalStateException("embeddings are not streamed");
  }

  @Override
  public AnswerReading answer(
      String answerId, long createdEpochSeconds, byte[] body, int offset, int length) {
    VectorAnswer answer = VectorAnswer.read(body, offset, length);
    if (answer == null) {
      return new AnswerReading.Malformed("the answer is not one JSON object");
    }
    if (answer.isError()) {
      return new AnswerReading.Failed(ProviderErrorReader.read(body, offset, length));
    }
    if (!answer.hasPlaceForVectors()) {
      return new AnswerReading.Malformed("the answer has no embeddings");
    }
    List<SplicedAnswer.Edit> edits = new ArrayList<>();
    if (call.wantsBase64()) {
      for (VectorAnswer.Range vector : answer.vectors()) {
        if (body[vector.from()] == '[') {
          byte[] text = Base64Vector.of(body, vector.from(), vector.to());
          if (text == null) {
            return new AnswerReading.Malformed("an embedding is not a list of numbers");
          }
          edits.add(new SplicedAnswer.Edit(vector.from(), vector.to(), text));
        }
      }
    }
    return new SplicedAnswer(
        body, offset, length, answer, edits, VectorUsage.of(EmbeddingsProvider.Api.OPENAI, answer));
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
