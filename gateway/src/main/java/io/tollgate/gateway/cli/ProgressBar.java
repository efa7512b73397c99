package io.tollgate.gateway.cli;

import io.tollgate.gateway.ledger.Progress;
import java.io.PrintWriter;

/** A bar on a terminal for long work; silent elsewhere. Safe for use by several threads. */
public final class ProgressBar implements Progress, AutoCloseable {

  private static final int WIDTH = 40;

  private final PrintWriter terminal;
  private final String title;
  private final boolean silent;
  private String shown = "";

  private ProgressBar(PrintWriter terminal, String title, boolean silent) {
    this.terminal = terminal;
    this.title = title;
    this.silent = silent;
  }

  /**
   * A bar that shows nothing yet.
   *
   * @param title what is done, as long as nothing more particular is said
   * @param silent whether it is to show nothing at all
   */
  public static ProgressBar on(PrintWriter terminal, String title, boolean silent) {
    return new ProgressBar(terminal, title, silent || !Terminal.isAttached());
  }

  /** So much of it is done. */
  @Override
  public void at(long done, long total) {
    at(title, total == 0 ? 1 : (double) done / total);
  }

  /**
   * So much of a part of it is done.
   *
   * @param what the part
   * @param share 0 to 1
   */
  public synchronized void at(String what, double share) {
    if (silent) {
      return;
    }
    int percent = (int) (Math.clamp(share, 0, 1) * 100);
    int full = percent * WIDTH / 100;
    String line =
        "%s [%s%s] %3d %%".formatted(what, "#".repeat(full), "-".repeat(WIDTH - full), percent);
    if (!line.equals(shown)) {
      shown = line;
      terminal.print("\r\033[K" + line);
      terminal.flush();
    }
  }

  /** Clears the line. */
  @Override
  public void close() {
    if (!shown.isEmpty()) {
      terminal.print("\r\033[K");
      terminal.flush();
    }
  }
}
