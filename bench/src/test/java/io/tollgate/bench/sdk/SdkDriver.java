package io.tollgate.bench.sdk;

import java.util.List;
import java.util.Set;

/** An SDK for Java, asked in no SDK's words. Safe for use by several threads. */
interface SdkDriver extends AutoCloseable {

  /**
   * Asks, and reads the whole answer.
   *
   * @param listener hears each piece of a streamed text as it comes
   */
  Step ask(Ask ask, TextListener listener) throws Exception;

  /**
   * Lets the SDK call the tools by itself until there is an answer.
   *
   * @param called is added what it calls
   */
  default Step runTools(String model, String question, List<Step.Call> called) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Vectors of texts. */
  default List<List<Float>> embed(String model, List<String> texts) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** What a question comes to, in tokens. */
  default long countTokens(String model, String question) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** What may be asked for. */
  default Set<String> models() throws Exception {
    throw new UnsupportedOperationException();
  }

  @Override
  void close();

  /** Hears pieces of text. */
  @FunctionalInterface
  interface TextListener {
    /**
     * A piece has come.
     *
     * @return whether to go on; if not, the SDK is to leave
     */
    boolean heard(String piece);
  }

  /** The caller left, as it meant to. */
  final class LeftException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
