package io.tollgate.gateway.upstream;

/** A secret that does not print itself, so that no log or error message can carry it. */
public final class Secret {

  private final String text;

  /** The secret of this text. */
  public Secret(String text) {
    this.text = text;
  }

  /** The secret itself, for the one header it belongs in. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
