package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.json.Segments;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An answer that was written anew in OpenAI's words, up to the end of its vectors. */
final class WrittenAnswer implements AnswerReading.Whole {

  private final byte[] data;
  private final String model;
  private final long estimatedTokens;
  private final @Nullable ReportedUsage reportedUsage;

  /**
   * An answer.
   *
   * @param data everything before the model's name
   * @param estimatedTokens what is said to have been read where the provider does not say, for
   *     clients expect it to be said
   */
  WrittenAnswer(
      byte[] data, String model, long estimatedTokens, @Nullable ReportedUsage reportedUsage) {
    this.data = data;
    this.model = model;
    this.estimatedTokens = estimatedTokens;
    this.reportedUsage = reportedUsage;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public @Nullable String servedTier() {
    return null;
  }

  /** Nothing is said in numbers, so no output is ever estimated from them. */
  @Override
  public long contentBytes() {
    return 0;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return reportedUsage;
  }

  @Override
  public Segments withCost(@Nullable Picodollars cost) {
    Usage usage = reportedUsage == null ? null : reportedUsage.usage();
    long tokens = usage == null ? estimatedTokens : usage.totalInput();
    StringBuilder rest = new StringBuilder(128).append(",\"model\":");
    JsonText.appendQuoted(rest, model);
    rest.append(",\"usage\":{\"prompt_tokens\":").append(tokens);
    rest.append(",\"total_tokens\":").append(tokens);
    if (cost != null) {
      rest.append(",\"cost\":").append(cost.toPlainDollars());
    }
    byte[] end = rest.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    return Segments.of(data, 0, data.length).then(Segments.of(end, 0, end.length));
  }
}
