package io.tollgate.gateway.cli;

import io.tollgate.gateway.StartException;
import io.tollgate.gateway.config.InvalidFilesException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code tollgate run} as it is written nearly always, without picocli: its model of all the other
 * commands is read by reflection from classes that are in no AOT cache, 268 ms of the main thread's
 * time at a start.
 */
final class PlainRun {

  private PlainRun() {}

  /** The configuration that is to be run, or {@code null} where picocli has to say. */
  static @Nullable ConfigOption of(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("run")) {
      return null;
    }
    if (arguments.length == 1) {
      return new ConfigOption();
    }
    boolean named =
        arguments.length == 3
            && arguments[1].equals(ConfigOption.NAME)
            && !arguments[2].isEmpty()
            // What picocli gives a meaning of its own to: options, files of arguments, quotes.
            && "-@\"'".indexOf(arguments[2].charAt(0)) < 0
            && arguments[2].indexOf('$') < 0;
    return named ? new ConfigOption(Path.of(arguments[2])) : null;
  }

  /** Runs it until it is told to stop, and gives the exit code of the process. */
  static int run(ConfigOption config) {
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    try {
      return RunCommand.run(config, new PrintWriter(System.out, true, System.out.charset()));
    } catch (IOException
        | InvalidFilesException
        | StartException
        | InterruptedException
        | RuntimeException e) {
      return Tollgate.failed(e, err);
    }
  }
}
