package io.tollgate.gateway.cli;

import java.io.Console;

/** Whether a person looks at the output. */
public final class Terminal {

  private Terminal() {}

  /** Whether standard input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // null where the JVM has no console provider
  public static boolean isAttached() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
