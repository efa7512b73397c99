package io.tollgate.adapters.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param role whose words
 * @param name which participant of that role, where several speak; {@code null} for none
 * @param parts what it consists of, in order; may be empty
 */
public record Message(Role role, @Nullable String name, List<Part> parts) {

  public Message {
    parts = List.copyOf(parts);
  }

  /** A turn without a name. */
  public static Message of(Role role, Part... parts) {
    return new Message(role, null, List.of(parts));
  }
}
