package io.tollgate.gateway.budget;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the desk of leases is told by others: one thread takes it all out at once.
 *
 * <p>Safe for use by several threads.
 */
final class LeaseMail {

  /** What has come since the last time. */
  record Content(
      List<LeaseWait> waits,
      Set<WindowSum> wanting,
      Map<AccountWindow, Long> recalls,
      Set<AccountWindow> freed) {

    static Content empty() {
      return new Content(new ArrayList<>(), new HashSet<>(), new HashMap<>(), new HashSet<>());
    }

    private boolean isEmpty() {
      return waits.isEmpty() && wanting.isEmpty() && recalls.isEmpty() && freed.isEmpty();
    }
  }

  private Content content = Content.empty();
  private boolean closed;

  synchronized void wait(LeaseWait wait) {
    content.waits().add(wait);
    notifyAll();
  }

  synchronized void want(WindowSum sum) {
    content.wanting().add(sum);
    notifyAll();
  }

  synchronized void recalled(AccountWindow window, long recall) {
    content.recalls().merge(window, recall, Math::max);
    notifyAll();
  }

  synchronized void freed(AccountWindow window) {
    content.freed().add(window);
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized Content take() {
    Content taken = content;
    content = Content.empty();
    return taken;
  }

  /** Waits until something has come or the time is over. */
  synchronized void await(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (!closed && content.isEmpty() && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
