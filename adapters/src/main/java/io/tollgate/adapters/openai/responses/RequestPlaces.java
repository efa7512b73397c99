package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.dialect.Quirk;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is found in a request body beside its profile: the places where it may be changed, and what
 * it says of earlier answers. Filled while the body is read, and only looked at afterwards.
 */
final class RequestPlaces {

  /**
   * A range of the body.
   *
   * @param from index of its first byte
   * @param to index after its last byte
   */
  record Range(int from, int to) {}

  Range model = new Range(0, 0);

  /** Where the value of {@code input} begins; -1 where there is none. */
  int inputStart = -1;

  /** Whether the answer is to be kept; OpenAI keeps it unless told otherwise. */
  boolean stores = true;

  @Nullable String previousResponseId;

  /** The member that names the earlier answer. */
  @Nullable Range previous;

  /** Thoughts that did not come from a provider of this dialect, in ascending order. */
  final List<Range> foreignThoughts = new ArrayList<>();

  /** The quirks of providers that the request meets. */
  final Set<Quirk> met = EnumSet.noneOf(Quirk.class);

  /** Ids of earlier items that stand for the items themselves. */
  final Set<String> references = new LinkedHashSet<>();

  /** Whether it belongs to a conversation that the provider keeps. */
  boolean kept;

  /** Whether all that was said is in the request itself. */
  boolean isWhole() {
    return !kept && previousResponseId == null && references.isEmpty();
  }
}
