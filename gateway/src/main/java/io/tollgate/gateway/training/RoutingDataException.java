package io.tollgate.gateway.training;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a routing data set that cannot be read; the message names the file and the line. */
public final class RoutingDataException extends IOException {

  private static final long serialVersionUID = 1L;

  RoutingDataException(String message) {
    super(message);
  }

  /** Something is wrong in a line, counted from 1. */
  static RoutingDataException at(Path file, long line, String what) {
    return new RoutingDataException(file.getFileName() + ", line " + line + ": " + what);
  }
}
