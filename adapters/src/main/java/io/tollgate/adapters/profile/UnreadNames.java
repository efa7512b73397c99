package io.tollgate.adapters.profile;

import io.tollgate.adapters.conversation.Unread;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Gathers the names of what a reader leaves out, {@value #MAX} at most.
 *
 * <p>A member that is null or empty says nothing, and nor do those by which a dialect tells its own
 * objects apart, or that repeat what stands beside them.
 */
public final class UnreadNames {

  private static final int MAX = 16;
  private static final int MAX_CHARS = 64;

  private static final Set<String> SAY_NOTHING =
      Set.of("id", "index", "object", "parsed", "parsed_arguments", "role", "status", "type");

  private final Set<String> lost = new LinkedHashSet<>();
  private final Set<String> kept = new LinkedHashSet<>();

  /** The members of an object that nobody has asked for are left out. */
  public void lost(RequestFields object) {
    note(lost, object.path(""), object.rest());
  }

  /** The members of an object that nobody has asked for are among the extras. */
  public void kept(RequestFields object) {
    note(kept, object.path(""), object.rest());
  }

  /**
   * Members of an object are among the extras.
   *
   * @param path what the object is called, with or without indices; empty for the whole body
   */
  public void kept(String path, Map<String, JsonNode> members) {
    note(kept, path.isEmpty() ? "" : path + ".", members);
  }

  /** One thing is among the extras that is no single member. */
  public void kept(String name) {
    add(kept, "", name);
  }

  private void note(Set<String> names, String prefix, Map<String, JsonNode> members) {
    members.forEach((name, value) -> {
      boolean empty = value.isNull() || (value.isContainer() && value.isEmpty());
      if (!empty && !SAY_NOTHING.contains(name)) {
        add(names, prefix, name);
      }
    });
  }

  private void add(Set<String> names, String prefix, String name) {
    if (lost.size() + kept.size() < MAX) {
      String whole = withoutIndices(prefix) + (isPrintable(name) ? name : "?");
      names.add(whole.length() > MAX_CHARS ? whole.substring(0, MAX_CHARS) : whole);
    }
  }

  /** Names come from clients, and end in headers. */
  private static boolean isPrintable(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_CHARS
        && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',' && c != ';');
  }

  private static String withoutIndices(String path) {
    StringBuilder plain = new StringBuilder(path.length());
    boolean inside = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      inside |= c == '[';
      if (!inside) {
        plain.append(c);
      }
      inside &= c != ']';
    }
    return plain.toString();
  }

  /** What was gathered. */
  public Unread all() {
    return new Unread(List.copyOf(lost), List.copyOf(kept));
  }
}
