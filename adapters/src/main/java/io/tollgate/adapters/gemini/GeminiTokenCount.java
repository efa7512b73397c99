package io.tollgate.adapters.gemini;

import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.routing.RequestProfile;
import java.nio.charset.StandardCharsets;

/** Requests to {@code :countTokens} and their answers. */
public final class GeminiTokenCount {

  private GeminiTokenCount() {}

  /**
   * What is to be counted; its estimate of the input tokens is the count where no provider gives
   * one. The body is {@code contents}, or a whole request in {@code generateContentRequest}.
   *
   * @throws MalformedRequest if it is neither, with status 400
   */
  public static RequestProfile read(RequestHead head, byte[] body, int offset, int length)
      throws MalformedRequest {
    return GeminiRequestReader.readCount(head, body, offset, length).profile();
  }

  /**
   * The answer.
   *
   * @param tokens how many there are, at least 0
   */
  public static byte[] json(long tokens) {
    return ("{\"totalTokens\":" + tokens + "}").getBytes(StandardCharsets.UTF_8);
  }
}
