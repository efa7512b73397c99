package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer as it came, with a few places in which it is changed. */
final class SplicedAnswer implements AnswerReading.Whole {

  /** What stands in the place of some bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Edit(int from, int to, byte[] text) {}

  private final byte[] body;
  private final int offset;
  private final int length;
  private final VectorAnswer answer;
  private final List<Edit> edits;
  private final @Nullable ReportedUsage reportedUsage;

  SplicedAnswer(
      byte[] body,
      int offset,
      int length,
      VectorAnswer answer,
      List<Edit> edits,
      @Nullable ReportedUsage reportedUsage) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.answer = answer;
    this.edits = List.copyOf(edits);
    this.reportedUsage = reportedUsage;
  }

  @Override
  public @Nullable String model() {
    return answer.model();
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
    List<Edit> all = new ArrayList<>(edits);
    VectorAnswer.Range usage = answer.usage();
    if (cost != null && usage != null && body[usage.from()] == '{') {
      String dollars = cost.toPlainDollars();
      VectorAnswer.Range there = answer.cost();
      if (there != null) {
        all.add(new Edit(there.from(), there.to(), ascii(dollars)));
      } else {
        String member = (answer.isUsageEmpty() ? "" : ",") + "\"cost\":" + dollars;
        all.add(new Edit(usage.to() - 1, usage.to() - 1, ascii(member)));
      }
      all.sort(Comparator.comparingInt(Edit::from));
    }
    Splice splice = new Splice(body, offset, length);
    all.forEach(edit -> splice.replace(edit.from(), edit.to(), edit.text()));
    return splice.done();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
