package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Member;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.RequestText;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.RequestProfile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A request as it came: its bytes, and what a policy may look at. */
final class GeminiRequest implements ClientCall {

  private static final byte[] NOTHING = new byte[0];

  private final byte[] body;
  private final int offset;
  private final int length;
  private final RequestProfile profile;
  private final boolean thoughts;
  private final @Nullable Member dropped;
  private final UserText userText;
  private final MessageSpans spans;
  private @Nullable Conversation conversation;

  /**
   * A request that was read.
   *
   * @param thoughts whether the client wants to see thoughts
   * @param dropped what is not forwarded; {@code null} for nothing
   */
  GeminiRequest(
      byte[] body,
      int offset,
      int length,
      RequestProfile profile,
      boolean thoughts,
      @Nullable Member dropped,
      UserText userText,
      MessageSpans spans) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.profile = profile;
    this.thoughts = thoughts;
    this.dropped = dropped;
    this.userText = userText;
    this.spans = spans;
  }

  @Override
  public String dialect() {
    return GeminiClient.NAME;
  }

  @Override
  public RequestProfile profile() {
    return profile;
  }

  @Override
  public Conversation conversation() throws MalformedRequest {
    Conversation read = conversation;
    if (read == null) {
      try {
        read =
            ConversationReader.read(
                JsonDocument.read(body, offset, length), profile.model(), profile.stream());
      } catch (JacksonException e) {
        throw RequestText.notJson(e);
      }
      conversation = read;
    }
    return read;
  }

  @Override
  public String userText() {
    return userText.first(Prompt.MAX_CHARS);
  }

  @Override
  public ConversationTrail trail() {
    return spans.trail();
  }

  @Override
  public boolean shows(Part media) {
    Losses losses = new Losses();
    new PartWriter(true, losses).write(media, Trees.array());
    return losses.all().isEmpty();
  }

  @Override
  public byte[] answer(Completion completion, String answerId, @Nullable Picodollars cost) {
    return JsonDocument.write(
        AnswerWriter.write(completion, answerId, profile.model(), thoughts, cost));
  }

  @Override
  public StreamEncoder encoder(String answerId, long createdEpochSeconds) {
    return new GeminiEncoder(answerId, profile.model(), thoughts);
  }

  /** The body for a provider: as it came, but for a model that it names beside the path. */
  Segments forwarded() {
    Splice splice = new Splice(body, offset, length);
    if (dropped != null) {
      splice.replace(dropped.from(), dropped.to(), NOTHING);
    }
    return splice.done();
  }
}
