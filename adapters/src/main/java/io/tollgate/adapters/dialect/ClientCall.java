package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.RequestProfile;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as it came, in a dialect that talks: what a policy may look at, what it says,
 * and how to answer it.
 *
 * <p>A provider dialect that is the same takes its bytes from the dialect's own implementation of
 * this; any other one goes by the conversation.
 */
public interface ClientCall {

  /** The dialect's name. */
  String dialect();

  /** What a policy may look at. */
  RequestProfile profile();

  /**
   * What it says. Read when first asked for, and kept.
   *
   * @throws MalformedRequest if a part of it has a wrong shape, with status 400
   */
  Conversation conversation() throws MalformedRequest;

  /**
   * What the latest message of the user that has a text says, at most {@link Prompt#MAX_CHARS}
   * characters of it; empty where none has one. Decoded each time it is asked for, and no more of
   * the body than that is looked at.
   */
  default String userText() {
    return "";
  }

  /**
   * By what the conversation is known when it goes on; {@link ConversationTrail#NONE} for what is
   * no conversation, and where the provider keeps a part of it. Hashed when first asked for, and
   * kept.
   */
  default ConversationTrail trail() {
    return ConversationTrail.NONE;
  }

  /** What a predictor looks at. */
  default Prompt prompt() {
    RequestProfile profile = profile();
    return new Prompt(
        userText(),
        profile.task(),
        profile.tools(),
        profile.needs().contains(Capability.JSON_SCHEMA),
        profile.needs().contains(Capability.IMAGES),
        profile.messages(),
        profile.inputTokens());
  }

  /**
   * Whether an answer in this dialect has a place for a picture, a sound, a film or a file; where
   * it has none, the answer says in words what is left out.
   */
  default boolean shows(Part media) {
    return false;
  }

  /**
   * A whole answer in this dialect, for a request that did not ask for a stream.
   *
   * @param answerId what it is called, without a prefix; unique
   * @param cost what it cost in dollars, or {@code null} where there is no price
   */
  byte[] answer(Completion completion, String answerId, @Nullable Picodollars cost);

  /**
   * An answer in this dialect that is streamed.
   *
   * @param answerId what it is called, without a prefix; unique
   * @param createdEpochSeconds when it begins, in seconds of Unix time
   */
  StreamEncoder encoder(String answerId, long createdEpochSeconds);
}
