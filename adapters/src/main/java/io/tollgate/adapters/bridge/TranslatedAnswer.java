package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.json.Segments;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/** A plain answer that is written anew in its client's dialect. */
record TranslatedAnswer(ClientCall call, Completion completion, String answerId, long contentBytes)
    implements AnswerReading.Whole {

  @Override
  public @Nullable String model() {
    return completion.model();
  }

  @Override
  public @Nullable String servedTier() {
    return completion.servedTier();
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return completion.usage();
  }

  @Override
  public Segments withCost(@Nullable Picodollars cost) {
    byte[] body = call.answer(completion, answerId, cost);
    return Segments.of(body, 0, body.length);
  }
}
