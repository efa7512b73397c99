package io.tollgate.gateway.ledger;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names that follow from something else, such as a provider's from its deployment's. It remembers
 * some that it made last, for most entries are about the same few.
 *
 * <p>Safe for use by several threads.
 *
 * @param <T> what the names follow from, which never changes
 */
final class DerivedNames<T> {

  /** How many are remembered: a power of two. */
  private static final int REMEMBERED = 256;

  private record Derived<T>(T from, String name) {}

  private final Function<T, String> name;

  /** Each at the place of its hash; whoever races with another finds one of both or none. */
  private final @Nullable Derived<T>[] remembered = places();

  /**
   * Names that follow from things by a rule.
   *
   * @param name the rule
   */
  DerivedNames(Function<T, String> name) {
    this.name = name;
  }

  /** The name that follows from a thing. */
  String of(T from) {
    int hash = from.hashCode();
    int place = (hash ^ hash >>> 16) & REMEMBERED - 1;
    Derived<T> known = remembered[place];
    if (known == null || !known.from().equals(from)) {
      known = new Derived<>(from, name.apply(from));
      remembered[place] = known;
    }
    return known.name();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
  private static <T> @Nullable Derived<T>[] places() {
    return (@Nullable Derived<T>[]) new Derived[REMEMBERED];
  }
}
