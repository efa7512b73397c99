package io.tollgate.gateway.budget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the leases of all nodes are kept. What is said to it is absolute, so that it may be said
 * again where nobody knows whether it was heard. All of it blocks.
 */
public interface LeaseStore {

  /** The store does not answer, or not in time; the message is a sentence for operators. */
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    /** Says why. */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Hears of what other nodes do; must not block. */
  interface Listener {

    /** Another node needs what this one does not. */
    void recalled(AccountWindow window, long recall);

    /** Another node has given something back. */
    void freed(AccountWindow window);
  }

  /**
   * This node is there, from now on under this identity only.
   *
   * @return the windows of the present that it has leases of, from before
   */
  List<AccountWindow> join() throws Unavailable;

  /** Reports; one exchange with the store for all windows. */
  List<LeaseState> report(List<LeaseReport> reports) throws Unavailable;

  /** Asks for more; all or nothing of these windows is done. */
  List<LeaseState> negotiate(List<LeaseAsk> asks) throws Unavailable;

  /**
   * Gives a sign of life, reports, and takes back what nodes that give none have not announced; one
   * exchange where nobody is gone.
   *
   * @param reports of what is new
   * @return how it is in all windows of the present that this node has leases of
   */
  List<News> beat(List<LeaseReport> reports) throws Unavailable;

  /**
   * How it is in a window.
   *
   * @param recall a recall that this node has not answered, perhaps because it was not heard, or 0
   */
  record News(AccountWindow window, LeaseState state, long recall) {}

  /** This node ends, having given everything back. */
  void leave() throws Unavailable;
}
