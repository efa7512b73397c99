package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.adapters.bridge.Bridge;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.json.JsonTree;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.List;
import java.util.Map;

/** Requests for tests, and what becomes of them. */
final class Requests {

  private Requests() {}

  static final AnthropicProvider ANTHROPIC = AnthropicProvider.standard();

  static AnthropicRequest read(String json) throws MalformedRequest {
    return read(Map.of(), json);
  }

  static AnthropicRequest read(Map<String, String> headers, String json) throws MalformedRequest {
    byte[] body = json.getBytes(UTF_8);
    return new AnthropicClient().read(new RequestHead(null, false, headers), body, 0, body.length);
  }

  static Crossing cross(AnthropicRequest request, AnthropicProvider provider, String model)
      throws MalformedRequest {
    return Bridge.cross(request, List.of(provider), model, ReasoningMemory.NONE);
  }

  static String body(ProviderRequest request) {
    return new String(request.body().toByteArray(), UTF_8);
  }

  /** What is written for a conversation. */
  record Written(Object body, Map<String, String> headers, List<Loss> losses) {

    @SuppressWarnings("unchecked")
    Map<String, Object> members() {
      return (Map<String, Object>) body;
    }

    Object get(String name) {
      return members().getOrDefault(name, JsonTree.NULL);
    }

    List<String> lost() {
      return losses.stream().map(loss -> loss.weight() + " " + loss.field()).toList();
    }
  }

  static Written write(Conversation conversation, AnthropicProvider provider, String model) {
    Losses losses = new Losses();
    ProviderRequest request = provider.write(conversation, model, losses);
    LeftOut.unread(conversation, conversation.dialect().equals(provider.name()), losses);
    return new Written(
        JsonTree.parse(request.body().toByteArray()), request.headers(), losses.all());
  }

  static Written write(Conversation conversation, String model) {
    return write(conversation, ANTHROPIC, model);
  }
}
