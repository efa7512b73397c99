package io.tollgate.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.json.JsonDocument;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a dialect made of a conversation, for tests.
 *
 * @param losses each as {@code weight field}
 */
public record Written(String path, JsonNode body, List<String> losses) {

  /** Writes a conversation for a model. */
  public static Written by(ProviderDialect dialect, Conversation conversation, String model) {
    Losses losses = new Losses();
    ProviderRequest request = dialect.write(conversation, model, losses);
    LeftOut.unread(conversation, conversation.dialect().equals(dialect.name()), losses);
    byte[] body = request.body().toByteArray();
    return new Written(
        request.path(),
        JsonDocument.read(body, 0, body.length),
        losses.all().stream().map(loss -> loss.weight() + " " + loss.field()).toList());
  }

  /** Holds the body to one that is written with single quotes. */
  public Written is(String json) {
    assertThat(body.toPrettyString()).isEqualTo(quoted(json).toPrettyString());
    assertThat(body).isEqualTo(quoted(json));
    return this;
  }

  /** Holds a member of the body to a value that is written with single quotes. */
  public Written has(String name, String json) {
    assertThat(body.get(name)).as(name).isEqualTo(quoted(json));
    return this;
  }

  /** Holds the losses to these, in any order. */
  public Written loses(String... expected) {
    assertThat(losses).containsExactlyInAnyOrder(expected);
    return this;
  }

  private static JsonNode quoted(String json) {
    return JsonDocument.read(json.replace('\'', '"'));
  }
}
