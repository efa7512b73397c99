package io.tollgate.adapters.openai.embeddings;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.RequestProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for embeddings as it came: its bytes, and what a policy may look at.
 *
 * <p>Immutable as long as nobody writes to the body.
 */
final class EmbeddingsRequest implements ClientCall {

  /** What the texts are given as. */
  enum Input {
    /** Texts, which every provider takes. */
    TEXTS,
    /** Token ids of OpenAI's tokenisers. */
    TOKENS,
    /** Objects, such as images, of an engine's own. */
    OTHER
  }

  /**
   * What was found in the body.
   *
   * @param modelStart index of the opening quote of the model's name
   * @param modelEnd index after its closing quote
   * @param base64 whether the numbers are wanted as base64
   * @param first where the first text lies
   */
  record Found(int modelStart, int modelEnd, Input input, boolean base64, UserText first) {}

  private final byte[] body;
  private final int offset;
  private final int length;
  private final RequestProfile profile;
  private final Found found;

  EmbeddingsRequest(byte[] body, int offset, int length, RequestProfile profile, Found found) {
    this.body = body;
    this.offset = offset;
    this.length = length;
    this.profile = profile;
    this.found = found;
  }

  @Override
  public String dialect() {
    return EmbeddingsClient.NAME;
  }

  @Override
  public RequestProfile profile() {
    return profile;
  }

  /** The first of its texts. */
  @Override
  public String userText() {
    return found.first.first(Prompt.MAX_CHARS);
  }

  /**
   * Never: a request for embeddings says nothing, so a provider takes it as it is or not at all.
   */
  @Override
  public Conversation conversation() throws MalformedRequest {
    throw new MalformedRequest(
        400,
        "unsupported_by_provider",
        found.input == Input.TEXTS ? "model" : "input",
        found.input == Input.TEXTS
            ? "The provider of this model is not known to make embeddings."
            : "The provider of this model takes embeddings of texts only, not of tokens or"
                + " objects.");
  }

  @Override
  public byte[] answer(Completion completion, String answerId, @Nullable Picodollars cost) {
    throw new IllegalStateException("embeddings have no conversation that could be answered");
  }

  @Override
  public StreamEncoder encoder(String answerId, long createdEpochSeconds) {
    throw new IllegalStateException("embeddings are not streamed");
  }

  /** The body with another model's name; every other byte as it came. */
  Segments splice(String upstreamModel) {
    return new Splice(body, offset, length)
        .replace(found.modelStart, found.modelEnd, JsonText.quote(upstreamModel))
        .done();
  }

  Input input() {
    return found.input;
  }

  /** Whether the client wants the numbers as base64, as OpenAI's SDKs do by default. */
  boolean wantsBase64() {
    return found.base64;
  }

  /** The whole request, for providers with words of their own. */
  JsonNode tree() {
    return JsonDocument.read(body, offset, length);
  }

  /** The texts of a request that has texts. */
  static List<String> texts(JsonNode tree) {
    String one = Nodes.text(tree, "input");
    if (one != null) {
      return List.of(one);
    }
    List<String> texts = new ArrayList<>();
    Nodes.array(tree, "input").forEach(text -> texts.add(text.stringValue()));
    return texts;
  }
}
