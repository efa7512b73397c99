package io.tollgate.policies.quality;

/** A file that is not what it should be: damaged, of another kind, or of another version. */
public final class DamagedFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong with it, and what to do, in a sentence. */
  public DamagedFileException(String message) {
    super(message);
  }

  DamagedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
