package io.tollgate.bench.provider;

/**
 * Tells a simulated provider what to answer where a prompt does not say so itself. Asked on event
 * loops, so it must not block.
 */
@FunctionalInterface
public interface Prompter {

  /** Says nothing. */
  Prompter SILENT = (model, prompt) -> "";

  /**
   * Directives as a prompt may have them, e.g. {@code [[say:The answer is (B).]]}, or an empty
   * text.
   *
   * @param model the model that is asked
   * @param prompt the last user message
   */
  String directives(String model, String prompt);
}
