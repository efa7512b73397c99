package io.tollgate.gateway.cli;

/** What a person is told of a failure: its sentence, not its stack. */
final class Sentences {

  private Sentences() {}

  static String of(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
