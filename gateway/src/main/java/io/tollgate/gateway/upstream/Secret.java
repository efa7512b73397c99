package io.tollgate.gateway.upstream;

import org.jspecify.annotations.Nullable;

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

  /** Whether the secret is the same one, so that a change of it can be seen. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && text.equals(secret.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
