package io.tollgate.adapters.dialect;

import java.util.ArrayList;
import java.util.List;

/** What is lost on the way into a provider's dialect, each thing once, in the order it was met. */
public final class Losses {

  private static final int MAX = 32;

  private final List<Loss> losses = new ArrayList<>();

  /** Something is left out without which the answer is as good. */
  public void hint(String field, String reason) {
    add(new Loss(Loss.Weight.HINT, field, reason));
  }

  /** Something is left out without which the answer is another one. */
  public void meaning(String field, String reason) {
    add(new Loss(Loss.Weight.MEANING, field, reason));
  }

  private void add(Loss loss) {
    if (losses.size() < MAX && !losses.contains(loss)) {
      losses.add(loss);
    }
  }

  /** All of them. */
  public List<Loss> all() {
    return List.copyOf(losses);
  }
}
