package io.tollgate.gateway.cli;

import io.tollgate.gateway.ledger.Progress;
import java.io.PrintWriter;

/** A bar on a terminal for work over a known number of bytes; silent elsewhere. */
final class ProgressBar implements Progress, AutoCloseable {

  private static final int WIDTH = 40;

  private final PrintWriter terminal;
  private final String what;
  private final boolean silent;
  private int shown = -1;

  private ProgressBar(PrintWriter terminal, String what, boolean silent) {
    this.terminal = terminal;
    this.what = what;
    this.silent = silent;
  }

  static ProgressBar on(PrintWriter terminal, String what, boolean silent) {
    return new ProgressBar(terminal, what, silent || !Terminal.isAttached());
  }

  @Override
  public void at(long bytesDone, long bytesTotal) {
    int percent = bytesTotal == 0 ? 100 : (int) (bytesDone * 100 / bytesTotal);
    if (silent || percent == shown) {
      return;
    }
    shown = percent;
    int full = percent * WIDTH / 100;
    terminal.printf(
        "\r%s [%s%s] %3d %%", what, "#".repeat(full), "-".repeat(WIDTH - full), percent);
    terminal.flush();
  }

  /** Clears the line. */
  @Override
  public void close() {
    if (!silent && shown >= 0) {
      terminal.print("\r\033[K");
      terminal.flush();
    }
  }
}
