package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.RequestText;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.RequestProfile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A Messages request as it came: its bytes, what a policy may look at, and the places where a
 * provider must be told something else.
 *
 * <p>Immutable as long as nobody writes to the body.
 */
public final class AnthropicRequest implements ClientCall {

  private final RequestHead head;
  private final byte[] body;
  private final int offset;
  private final int length;
  private final RequestProfile profile;
  private final RequestLayout layout;
  private final boolean threaded;
  private final boolean foreign;
  private final UserText userText;
  private final MessageSpans spans;
  private volatile @Nullable Conversation conversation;

  AnthropicRequest(
      RequestHead head,
      byte[] body,
      int offset,
      int length,
      RequestProfile profile,
      RequestLayout layout,
      boolean threaded,
      boolean foreign,
      UserText userText,
      MessageSpans spans) {
    this.head = head;
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.profile = profile;
    this.layout = layout;
    this.threaded = threaded;
    this.foreign = foreign;
    this.userText = userText;
    this.spans = spans;
  }

  @Override
  public String dialect() {
    return AnthropicClient.NAME;
  }

  @Override
  public RequestProfile profile() {
    return profile;
  }

  @Override
  public String userText() {
    return userText.first(Prompt.MAX_CHARS);
  }

  /** A thread that the provider keeps is not to be seen from its first message on. */
  @Override
  public ConversationTrail trail() {
    return threaded ? ConversationTrail.NONE : spans.trail();
  }

  /**
   * Whether the request belongs to a thread that the provider keeps, and so need not say all that
   * was said before. It can only go to the one provider and key that keep it; otherwise it is to be
   * answered with {@link AnthropicClient#THREAD_REFUSAL}.
   */
  public boolean isThreaded() {
    return threaded;
  }

  /** Whether it holds what another provider said and Anthropic would refuse to see again. */
  boolean isForeign() {
    return foreign;
  }

  /** Whether it sets temperature or its kind. */
  boolean hasSampling() {
    return layout.hasSampling();
  }

  RequestHead head() {
    return head;
  }

  /** The body for a provider; see {@link RequestLayout#splice}. */
  Segments splice(String upstreamModel, boolean sampling, boolean vertex) {
    return layout.splice(body, offset, length, upstreamModel, sampling, vertex);
  }

  @Override
  public Conversation conversation() throws MalformedRequest {
    Conversation read = conversation;
    if (read == null) {
      try {
        read = ConversationReader.read(head, JsonDocument.read(body, offset, length));
      } catch (JacksonException e) {
        throw RequestText.notJson(e);
      }
      conversation = read;
    }
    return read;
  }

  @Override
  public byte[] answer(Completion completion, String answerId, @Nullable Picodollars cost) {
    return AnswerWriter.write(completion, "msg_" + answerId, profile.model(), cost);
  }

  @Override
  public StreamEncoder encoder(String answerId, long createdEpochSeconds) {
    return new MessageEncoder("msg_" + answerId, profile.model(), profile.inputTokens());
  }
}
