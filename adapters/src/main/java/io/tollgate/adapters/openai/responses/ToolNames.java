package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.Nodes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The names under which the tools of a request go to providers that know only functions, and back.
 *
 * <p>A tool in a namespace is called {@code NAMESPACE__NAME}, without the underscores where one
 * stands there already. Names beyond 64 characters, which most providers refuse, and names that are
 * taken end in a number instead.
 */
final class ToolNames {

  private static final int MAX_CHARS = 64;

  /**
   * A tool as its client knows it.
   *
   * @param namespace {@code null} for none
   * @param custom whether it takes free text
   */
  record Known(@Nullable String namespace, String name, boolean custom) {}

  private final Map<String, Known> byFlatName = new LinkedHashMap<>();
  private final Map<Known, String> flatNames = new HashMap<>();

  /** The names in the tools of a request. */
  static ToolNames of(JsonNode request) {
    ToolNames names = new ToolNames();
    // Plain functions keep their names, whatever comes before them.
    for (JsonNode tool : Nodes.array(request, "tools")) {
      names.add(tool, null);
    }
    for (JsonNode tool : Nodes.array(request, "tools")) {
      String namespace = Nodes.text(tool, "name");
      if ("namespace".equals(Nodes.text(tool, "type")) && namespace != null) {
        Nodes.array(tool, "tools").forEach(inner -> names.add(inner, namespace));
      }
    }
    return names;
  }

  private void add(JsonNode tool, @Nullable String namespace) {
    Known known = known(tool, namespace);
    if (known != null && !flatNames.containsKey(known)) {
      String flat = free(joined(known));
      byFlatName.put(flat, known);
      flatNames.put(known, flat);
    }
  }

  /** The tool that a definition defines; {@code null} where it is neither function nor custom. */
  static @Nullable Known known(JsonNode tool, @Nullable String namespace) {
    String name = Nodes.text(tool, "name");
    String type = Nodes.text(tool, "type", "");
    boolean custom = type.equals("custom");
    return name == null || (!custom && !type.equals("function"))
        ? null
        : new Known(namespace, name, custom);
  }

  private static String joined(Known tool) {
    String namespace = tool.namespace();
    if (namespace == null) {
      return tool.name();
    }
    String separator = namespace.endsWith("_") || tool.name().startsWith("_") ? "" : "__";
    return namespace + separator + tool.name();
  }

  private String free(String wanted) {
    String name = wanted;
    for (int number = 2; name.length() > MAX_CHARS || byFlatName.containsKey(name); number++) {
      String ending = "_" + number;
      name = wanted.substring(0, Math.min(wanted.length(), MAX_CHARS - ending.length())) + ending;
    }
    return name;
  }

  /** The tool behind a name; one that is unknown is a function of that name. */
  Known known(String flatName) {
    Known known = byFlatName.get(flatName);
    return known == null ? new Known(null, flatName, false) : known;
  }

  /** The name of a tool that was called before, be it no longer defined. */
  String flat(Known tool) {
    String flat = flatNames.get(tool);
    return flat == null ? joined(tool) : flat;
  }
}
