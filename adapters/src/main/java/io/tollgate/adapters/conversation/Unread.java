package io.tollgate.adapters.conversation;

import java.util.List;

/**
 * The names of what a request says and a conversation has no word for, each once and without
 * indices, e.g. {@code tools.defer_loading}; printable ASCII without commas and semicolons.
 *
 * @param lost what nobody is told where the request is written anew, not even a provider of its own
 *     dialect
 * @param kept what is among {@link Conversation#extras}, and so told to its own dialect only
 */
public record Unread(List<String> lost, List<String> kept) {

  /** Everything has a word. */
  public static final Unread NOTHING = new Unread(List.of(), List.of());

  public Unread {
    lost = List.copyOf(lost);
    kept = List.copyOf(kept);
  }
}
