package io.tollgate.adapters.bedrock;

/** Placeholder. */
public final class SigV4 {
  private SigV4() {}
}
