package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.json.Member;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.RequestProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat request as it came: its bytes, what a policy may look at, and the places where a provider
 * must be told something else.
 *
 * <p>Immutable as long as nobody writes to the body.
 */
public final class ChatRequest implements ClientCall {

  private static final byte[] NOTHING = new byte[0];

  /** What is inserted where something else begins comes before it. */
  private static final Comparator<Edit> IN_ORDER =
      Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to);

  @SuppressWarnings("ArrayRecordComponent") // never compared, and gone within one method
  private record Edit(int from, int to, byte[] text) {}

  private final byte[] body;
  private final int offset;
  private final int length;
  private final RequestProfile profile;
  private final int modelStart;
  private final int modelEnd;
  private final UsageOption usageOption;
  private final @Nullable Member dropped;
  private final boolean functions;
  private final Set<Quirk> meets;
  private final UserText userText;
  private final MessageSpans spans;
  private volatile @Nullable Conversation conversation;

  /**
   * A request as its reader found it.
   *
   * @param meets not changed any more by who gives it
   */
  ChatRequest(
      byte[] body,
      int offset,
      int length,
      RequestProfile profile,
      int modelStart,
      int modelEnd,
      UsageOption usageOption,
      @Nullable Member dropped,
      boolean functions,
      Set<Quirk> meets,
      UserText userText,
      MessageSpans spans) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.profile = profile;
    this.modelStart = modelStart;
    this.modelEnd = modelEnd;
    this.usageOption = usageOption;
    this.dropped = dropped;
    this.functions = functions;
    this.meets = Collections.unmodifiableSet(meets);
    this.userText = userText;
    this.spans = spans;
  }

  /**
   * Reads a request body in one pass; texts are counted, not decoded.
   *
   * @throws MalformedRequest if it cannot be served, with status 400
   */
  public static ChatRequest read(byte[] body, int offset, int length) throws MalformedRequest {
    return ChatRequestReader.read(body, offset, length);
  }

  /** Reads a request body that is the whole array. */
  public static ChatRequest read(byte[] body) throws MalformedRequest {
    return read(body, 0, body.length);
  }

  @Override
  public String dialect() {
    return ChatClient.NAME;
  }

  @Override
  public Conversation conversation() throws MalformedRequest {
    Conversation known = conversation;
    if (known == null) {
      known = ChatConversationReader.read(body, offset, length);
      conversation = known;
    }
    return known;
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
    return ChatCompletionWriter.shows(media);
  }

  @Override
  public byte[] answer(Completion completion, String answerId, @Nullable Picodollars cost) {
    return ChatCompletionWriter.write(completion, answerId, profile.model(), functions, cost);
  }

  @Override
  public StreamEncoder encoder(String answerId, long createdEpochSeconds) {
    return new ChatEncoder(
        answerId, createdEpochSeconds, profile.model(), profile.streamUsage(), functions);
  }

  /** The quirks of providers that something in it would meet. */
  Set<Quirk> meets() {
    return meets;
  }

  @Override
  public RequestProfile profile() {
    return profile;
  }

  /**
   * The body for a provider: the model's name replaced and, if asked for, the usage of the stream
   * requested, without members that are only for gateways; every other byte as it came.
   *
   * @param upstreamModel the model's name at the provider
   * @param forceStreamUsage whether a streamed answer must report its usage although the caller may
   *     not have asked; without effect on a plain request
   */
  public Segments splice(String upstreamModel, boolean forceStreamUsage) {
    List<Edit> edits = new ArrayList<>(3);
    edits.add(new Edit(modelStart, modelEnd, JsonText.quote(upstreamModel)));
    if (forceStreamUsage && profile.stream() && !profile.streamUsage()) {
      edits.add(new Edit(usageOption.from(), usageOption.to(), usageOption.text().bytes()));
    }
    if (dropped != null) {
      edits.add(new Edit(dropped.from(), dropped.to(), NOTHING));
    }
    edits.sort(IN_ORDER);
    Splice splice = new Splice(body, offset, length);
    edits.forEach(edit -> splice.replace(edit.from(), edit.to(), edit.text()));
    return splice.done();
  }
}
