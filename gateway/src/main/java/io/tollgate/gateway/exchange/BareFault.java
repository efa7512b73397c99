package io.tollgate.gateway.exchange;

/**
 * What is logged of a fault: its class and its place. Its message may quote a prompt or a key, and
 * neither is ever logged.
 */
public final class BareFault extends Exception {

  private static final long serialVersionUID = 1L;

  /** What may be logged of this fault. */
  public BareFault(Throwable fault) {
    super(fault.getClass().getName());
    setStackTrace(fault.getStackTrace());
  }
}
