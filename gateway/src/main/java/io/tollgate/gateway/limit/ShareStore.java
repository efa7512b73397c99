package io.tollgate.gateway.limit;

import io.tollgate.gateway.budget.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the shares of all nodes are kept. What is said to it is absolute, so that it may be said
 * again where nobody knows whether it was heard. It blocks.
 */
public interface ShareStore {

  /** The store does not answer, or not in time; the message is a sentence for operators. */
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    /** Says why. */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** One bound of one limit. */
  record Key(String limit, Scope scope, LimitKind kind) {}

  /**
   * What a node says of a bound.
   *
   * @param bound the bound, as this node knows it
   * @param held what it still uses of what was granted: the rest it has given back
   * @param demand what was asked for lately
   * @param need less than this would serve nobody there
   * @param wanted what it would have, where that is free; never less than what it holds
   */
  record Report(Key key, long bound, long held, long demand, long need, long wanted) {}

  /**
   * What a node has.
   *
   * @param own whether it is the node that asks
   */
  record Share(boolean own, long share, long demand, long need) {}

  /**
   * Tells how it is here, takes what is free of what is wanted, and asks how it is elsewhere. What
   * is granted is what was held and, as far as it was free, what is wanted; or nothing where this
   * node had been given up. All or nothing is done.
   *
   * @return a view for each report, or nothing where the store does not know this node as running
   */
  Optional<List<ShareView>> exchange(List<Report> reports) throws Unavailable;

  /** How often this node has joined: before each time others may have given it up. */
  long joins();
}
