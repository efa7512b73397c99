package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request for embeddings in another vendor's words, and its answer in OpenAI's again. The numbers
 * stay as they were written, unless base64 is wanted.
 *
 * @param texts how many vectors there have to be
 */
record EmbeddingsTranslation(
    EmbeddingsProvider dialect,
    EmbeddingsRequest call,
    String upstreamModel,
    int texts,
    ProviderRequest request,
    List<Loss> losses)
    implements Crossing {

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
    List<VectorAnswer.Range> vectors = answer.vectors();
    if (vectors.size() != texts) {
      return new AnswerReading.Malformed(
          "the answer has " + vectors.size() + " embeddings for " + texts + " texts");
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream(length + 64 * texts);
    data.writeBytes(ascii("{\"object\":\"list\",\"data\":["));
    for (int i = 0; i < vectors.size(); i++) {
      VectorAnswer.Range vector = vectors.get(i);
      byte[] text = call.wantsBase64() ? Base64Vector.of(body, vector.from(), vector.to()) : null;
      if (text == null && !isGivenAsNumbers(body, vector)) {
        return new AnswerReading.Malformed("an embedding is not a list of numbers");
      }
      String before = i == 0 ? "" : ",";
      data.writeBytes(
          ascii(before + "{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":"));
      if (text == null) {
        data.write(body, vector.from(), vector.to() - vector.from());
      } else {
        data.writeBytes(text);
      }
      data.write('}');
    }
    data.write(']');
    String served = answer.model();
    return new WrittenAnswer(
        data.toByteArray(),
        served == null ? upstreamModel : served,
        call.profile().inputTokens(),
        VectorUsage.of(dialect.api(), answer));
  }

  private boolean isGivenAsNumbers(byte[] body, VectorAnswer.Range vector) {
    return !call.wantsBase64() && Base64Vector.isOfNumbers(body, vector.from(), vector.to());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }
}
