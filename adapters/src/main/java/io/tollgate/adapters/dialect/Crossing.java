package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.ProviderError;
import java.util.List;

/**
 * One request on its way to one deployment, and the way back of its answer: either bytes that pass
 * through, or a translation.
 */
public interface Crossing {

  /** What is sent to the provider. */
  ProviderRequest request();

  /** What the provider's dialect has no word for; empty where bytes pass through. */
  List<Loss> losses();

  /** The dialect that the provider is spoken to in: how its answer can be read a second time. */
  ProviderDialect dialect();

  /** An answer read in that dialect, with its client's names of the tools. */
  default Completion restored(Completion completion) {
    return completion;
  }

  /** The media type of the provider's stream, in lower case and without parameters. */
  String streamType();

  /**
   * The streamed answer, of which nothing has come yet.
   *
   * @param answerId what it is called where the gateway names it, without a prefix; unique
   * @param createdEpochSeconds when it begins, in seconds of Unix time
   * @param maxEventBytes the largest event that is accepted
   */
  AnswerStream stream(String answerId, long createdEpochSeconds, int maxEventBytes);

  /**
   * Reads the body of a plain answer with status 200.
   *
   * @param answerId what it is called where the gateway names it, without a prefix; unique
   * @param createdEpochSeconds when it was asked for, in seconds of Unix time; said of an answer
   *     that is written anew and whose provider does not say when it was made
   */
  AnswerReading answer(
      String answerId, long createdEpochSeconds, byte[] body, int offset, int length);

  /** Reads the body of an answer with an error status. */
  ProviderError error(int status, byte[] body, int offset, int length);
}
