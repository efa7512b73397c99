package io.tollgate.adapters.bedrock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of tool calls as Bedrock takes them, 1 to 64 letters, digits, hyphens and underscores: as
 * they came where they are so, else the same other id wherever they occur in one request.
 */
final class ToolIds {

  private static final Pattern TAKEN = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final int ROOM = 48;

  private final Map<String, String> written = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  /** The id that stands for this one. */
  String write(String id) {
    String known = written.get(id);
    if (known != null) {
      return known;
    }
    String mapped = TAKEN.matcher(id).matches() ? id : replaced(id);
    String unique = mapped;
    for (int i = 2; !used.add(unique); i++) {
      unique = mapped + "_" + i;
    }
    written.put(id, unique);
    return unique;
  }

  private static String replaced(String id) {
    String start = id.length() > ROOM ? id.substring(0, ROOM) : id;
    String clean = start.replaceAll("[^a-zA-Z0-9_-]", "_");
    return clean.isEmpty() ? "call" : clean;
  }
}
