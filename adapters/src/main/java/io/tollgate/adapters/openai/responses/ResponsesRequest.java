package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.RequestProfile;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a response as it came: its bytes, what a policy may look at, and what it says of
 * earlier answers.
 *
 * <p>Keeping answers for {@code previous_response_id} is the gateway's; this class says what is to
 * be kept and how it is put back:
 *
 * <ol>
 *   <li>A request that {@linkplain #previousResponseId() names an earlier answer} or {@linkplain
 *       #itemReferences() items of one} is replaced by {@link #after}, which has them in its input.
 *       From then on it is a request like any other: its profile counts the earlier items, and any
 *       provider can serve it.
 *   <li>When an answer is complete and the request {@linkplain #stores() allows it}, {@link #turn}
 *       finds what to keep in the bytes that ended the answer, whichever way they came about.
 * </ol>
 *
 * <p>Immutable as long as nobody writes to the body.
 */
public final class ResponsesRequest implements ClientCall {

  private final byte[] body;
  private final int offset;
  private final int length;
  private final RequestProfile profile;
  private final RequestPlaces places;
  private final Continuation continuation;
  private final UserText userText;
  private final MessageSpans spans;

  /** Both are read when first asked for; threads that race for them read the same. */
  private @Nullable JsonNode tree;

  private @Nullable ConversationReader reader;

  ResponsesRequest(
      byte[] body,
      int offset,
      int length,
      RequestProfile profile,
      RequestPlaces places,
      Continuation continuation,
      UserText userText,
      MessageSpans spans) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.profile = profile;
    this.places = places;
    this.continuation = continuation;
    this.userText = userText;
    this.spans = spans;
  }

  @Override
  public String dialect() {
    return ResponsesClient.NAME;
  }

  @Override
  public RequestProfile profile() {
    return profile;
  }

  @Override
  public Conversation conversation() throws MalformedRequest {
    return reading().conversation();
  }

  @Override
  public String userText() {
    return userText.first(Prompt.MAX_CHARS);
  }

  /** What an earlier answer or item stands for is not to be seen. */
  @Override
  public ConversationTrail trail() {
    return places.isWhole() ? spans.trail() : ConversationTrail.NONE;
  }

  @Override
  public byte[] answer(Completion completion, String answerId, @Nullable Picodollars cost) {
    return JsonDocument.write(ResponseWriter.write(shell(answerId), completion, cost));
  }

  @Override
  public StreamEncoder encoder(String answerId, long createdEpochSeconds) {
    return new ResponsesEncoder(shell(answerId), createdEpochSeconds);
  }

  private ResponseShell shell(String answerId) {
    return ResponseShell.of(tree(), continuation.responseId(), new ItemIds(answerId));
  }

  /** The answer that this request goes on from, by its id; {@code null} for none. */
  public @Nullable String previousResponseId() {
    return places.previousResponseId;
  }

  /** Whether the answer is to be kept: yes, unless the client said {@code "store": false}. */
  public boolean stores() {
    return places.stores;
  }

  /** Ids of earlier items that stand in the input for the items themselves. */
  public Set<String> itemReferences() {
    return Set.copyOf(places.references);
  }

  /**
   * The answer that an item belongs to, where the gateway itself gave it its id; {@code null}
   * elsewhere.
   */
  public static @Nullable String responseIdOf(String itemId) {
    return ItemIds.responseOf(itemId);
  }

  /**
   * The request with earlier items before its own, without {@code previous_response_id}, and with
   * items in the place of references to them. Every byte outside of {@code input} and that member
   * stays as it came.
   *
   * @param earlier all items up to the earlier answer and those of it ({@link
   *     ResponsesTurn#items}); empty where none is named
   * @param items an item by its id; a reference to one that is unknown ({@code null}) is left as it
   *     is
   * @throws MalformedRequest if the request has become one that cannot be served
   */
  public ResponsesRequest after(List<JsonNode> earlier, Function<String, @Nullable JsonNode> items)
      throws MalformedRequest {
    byte[] whole = RequestSplice.after(body, offset, length, places, ownItems(), earlier, items);
    Continuation from = new Continuation(places.previousResponseId, earlier);
    return ResponsesRequestReader.read(whole, 0, whole.length, from);
  }

  /**
   * What is to be kept of this request and its answer.
   *
   * @param ending the plain answer, or at least the last event of a streamed one, as the client
   *     gets it
   * @return {@code null} where no complete response lies in it
   */
  public @Nullable ResponsesTurn turn(Segments ending) {
    JsonNode response = FinalResponse.in(ending.toByteArray());
    return response == null ? null : ResponsesTurn.of(continuation.items(), ownItems(), response);
  }

  private List<JsonNode> ownItems() {
    List<JsonNode> all = InputItems.of(tree());
    return all.subList(Math.min(continuation.items().size(), all.size()), all.size());
  }

  private ConversationReader reading() throws MalformedRequest {
    ConversationReader known = reader;
    if (known == null) {
      known = new ConversationReader(tree());
      reader = known;
    }
    return known;
  }

  private JsonNode tree() {
    JsonNode known = tree;
    if (known == null) {
      known = JsonDocument.read(body, offset, length);
      tree = known;
    }
    return known;
  }

  /**
   * The body for a provider of this dialect: the model's name replaced, and without thoughts that
   * came from other dialects, which it would refuse; every other byte as it came.
   */
  Segments splice(String upstreamModel) {
    return RequestSplice.forProvider(body, offset, length, places, JsonText.quote(upstreamModel));
  }

  /** The quirks of providers that it meets. */
  Set<Quirk> metQuirks() {
    return places.met;
  }

  /** What {@link #splice} leaves out. */
  List<Loss> spliceLosses() {
    return places.foreignThoughts.isEmpty()
        ? List.of()
        : List.of(
            new Loss(Loss.Weight.HINT, "reasoning", "thoughts of another provider stay with it"));
  }
}
