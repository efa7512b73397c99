package io.tollgate.gateway.cli;

/**
 * A sub-command that another module brings, found by {@link java.util.ServiceLoader}: the gateway
 * does not know of the modules that measure it.
 */
public interface CommandProvider {

  /** An object annotated as a picocli command. */
  Object command();
}
