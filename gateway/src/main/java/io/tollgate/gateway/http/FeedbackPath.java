package io.tollgate.gateway.http;

import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.quality.Feedback;
import io.tollgate.gateway.quality.FeedbackDesk;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The answer to a caller that says how good an answer was. */
final class FeedbackPath {

  /** It counts from now on; what is learnt from it is learnt a moment later. */
  private static final int ACCEPTED = 202;

  private FeedbackPath() {}

  /** Says what counts, or why nothing does. */
  static @Nullable ErrorReply answer(
      ClientRequest client, VirtualKey key, GatheredBytes body, FeedbackDesk desk) {
    Feedback feedback;
    try {
      feedback = Feedback.read(body.array(), body.offset(), body.length());
    } catch (MalformedRequest e) {
      return Refusals.malformed(e);
    }
    return switch (desk.take(key.id(), feedback)) {
      case TAKEN, REPEATED -> {
        client
            .http()
            .response()
            .setStatusCode(ACCEPTED)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .end(Buffer.buffer(json(feedback)));
        yield null;
      }
      case CONTRADICTING -> Refusals.feedbackGiven();
      case UNKNOWN -> Refusals.unknownRequest(desk.age());
    };
  }

  private static byte[] json(Feedback feedback) {
    StringBuilder json = new StringBuilder("{\"object\":\"feedback\",\"request_id\":");
    JsonText.appendQuoted(json, feedback.request());
    json.append(",\"score\":")
        .append(BigDecimal.valueOf(feedback.scorePpm(), 6).stripTrailingZeros().toPlainString())
        .append('}');
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
