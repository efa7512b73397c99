package io.tollgate.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ReasoningMemory;
import java.time.Duration;
import java.util.List;

/**
 * What models thought before they called tools, for as long as a tool may take to answer. Kept in
 * memory only, of this node, and by virtual key, so that no tenant meets another's.
 *
 * <p>Safe for use by several threads.
 */
public final class RememberedThoughts {

  private record Name(String key, String callId) {}

  private static final Duration KEPT = Duration.ofHours(2);
  private static final long CHARS_MAX = 16 << 20;
  private static final int OVERHEAD_CHARS = 200;

  private final Cache<Name, List<Part>> thoughts =
      Caffeine.newBuilder()
          .maximumWeight(CHARS_MAX)
          .weigher((Name name, List<Part> parts) -> weight(parts))
          .expireAfterWrite(KEPT)
          .build();

  private static int weight(List<Part> parts) {
    long chars = OVERHEAD_CHARS;
    for (Part part : parts) {
      if (part instanceof Part.Reasoning reasoning) {
        String signature = reasoning.signature();
        chars += reasoning.text().length() + (signature == null ? 0 : signature.length());
      } else if (part instanceof Part.ToolCall call) {
        String signature = call.signature();
        chars += signature == null ? 0 : signature.length();
      }
    }
    return (int) Math.min(chars, CHARS_MAX);
  }

  /** The memory of one virtual key. */
  ReasoningMemory of(String keyId) {
    return new ReasoningMemory() {
      @Override
      public void remember(String callId, List<Part> parts) {
        thoughts.put(new Name(keyId, callId), List.copyOf(parts));
      }

      @Override
      public List<Part> recall(String callId) {
        List<Part> kept = thoughts.getIfPresent(new Name(keyId, callId));
        return kept == null ? List.of() : kept;
      }
    };
  }
}
