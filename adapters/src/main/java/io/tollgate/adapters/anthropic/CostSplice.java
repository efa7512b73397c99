package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes what a call cost into the usage object of an answer: {@code "cost": dollars}. */
final class CostSplice {

  private CostSplice() {}

  /**
   * The bytes with the cost in the usage object, in the place of one that is there already. Where
   * there is no usage object, or no cost because the model has no price, they stay as they are.
   */
  static Segments apply(
      byte[] array, int offset, int length, UsageCounters usage, @Nullable Picodollars cost) {
    Splice splice = new Splice(array, offset, length);
    if (cost != null && usage.closingBrace >= 0) {
      String dollars = cost.toPlainDollars();
      if (usage.costStart >= 0) {
        splice.replace(usage.costStart, usage.costEnd, ascii(dollars));
      } else {
        splice.insert(usage.closingBrace, ascii((usage.empty ? "" : ",") + "\"cost\":" + dollars));
      }
    }
    return splice.done();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
