package io.tollgate.adapters.dialect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is lost on the way into a provider's dialect, each thing once, in the order it was met. */
public final class Losses {

  private static final int MAX = 32;
  private static final int MAX_FIELD_CHARS = 64;

  private final List<Loss> losses = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  /** A member that only the client's dialect should know is known here too, and not lost. */
  public void take(String extra) {
    taken.add(extra);
  }

  boolean isTaken(String extra) {
    return taken.contains(extra);
  }

  /** Something is left out without which the answer is as good. */
  public void hint(String field, String reason) {
    add(new Loss(Loss.Weight.HINT, printable(field), reason));
  }

  /** Something is left out without which the answer is another one. */
  public void meaning(String field, String reason) {
    add(new Loss(Loss.Weight.MEANING, printable(field), reason));
  }

  /** A name that came with a request, cut and without what a header cannot carry. */
  private static String printable(String name) {
    StringBuilder clean = new StringBuilder(Math.min(MAX_FIELD_CHARS, name.length()));
    for (int i = 0; i < name.length() && clean.length() < MAX_FIELD_CHARS; i++) {
      char c = name.charAt(i);
      clean.append(c > 0x20 && c < 0x7F && c != ',' && c != ';' ? c : '?');
    }
    return clean.toString();
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
