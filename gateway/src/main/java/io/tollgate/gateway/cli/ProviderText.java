package io.tollgate.gateway.cli;

import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.provider.AuthScheme;
import io.tollgate.adapters.provider.DialectProfile;
import io.tollgate.adapters.provider.ProviderProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Profiles in words, for people and for programs. */
final class ProviderText {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProviderText() {}

  static String json(List<ProviderProfile> profiles) {
    return JSON.writeValueAsString(profiles.stream().map(ProviderText::members).toList());
  }

  static String json(ProviderProfile profile) {
    return JSON.writeValueAsString(members(profile));
  }

  private static Map<String, Object> members(ProviderProfile profile) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", profile.name());
    members.put("title", profile.title());
    members.put("aliases", profile.aliases());
    members.put("base_url", profile.baseUrl());
    members.put("variables", profile.variables());
    members.put("defaults", profile.defaults());
    members.put("auth", profile.auth().toString());
    if (profile.keyVariable() != null) {
      members.put("key", profile.keyVariable());
    }
    members.put("dialects", profile.dialects().stream().map(ProviderText::members).toList());
    members.put("docs", profile.docs());
    members.put("source", profile.source());
    members.put("as_of", profile.asOf().toString());
    if (profile.discontinued() != null) {
      members.put("discontinued", profile.discontinued());
    }
    members.put("notes", profile.notes());
    return members;
  }

  private static Map<String, Object> members(DialectProfile dialect) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("dialect", dialect.dialect());
    members.put("path", dialect.endpoints().plain());
    members.put("stream_path", dialect.endpoints().streamed());
    members.put("quirks", dialect.quirks().stream().map(Quirk::key).sorted().toList());
    members.put("models", dialect.models());
    return members;
  }

  /** One line for each. */
  static List<String> table(List<ProviderProfile> profiles) {
    List<String> lines = new ArrayList<>();
    for (ProviderProfile profile : profiles) {
      lines.add(
          "%-16s %-30s %s%s"
              .formatted(
                  profile.name(),
                  profile.keyVariable() == null ? profile.auth() : profile.keyVariable(),
                  dialects(profile),
                  profile.discontinued() == null ? "" : "  (discontinued)"));
    }
    return lines;
  }

  static String dialects(ProviderProfile profile) {
    return profile.dialects().stream()
        .map(DialectProfile::dialect)
        .collect(Collectors.joining(", "));
  }

  /** Everything about one. */
  static List<String> page(ProviderProfile profile) {
    List<String> lines = new ArrayList<>();
    lines.add(profile.title());
    if (profile.discontinued() != null) {
      lines.add("DISCONTINUED: " + profile.discontinued());
    }
    lines.add("base URL:  " + profile.baseUrl());
    lines.add("auth:      " + profile.auth());
    for (DialectProfile dialect : profile.dialects()) {
      lines.add("speaks:    " + spoken(dialect));
    }
    if (!profile.aliases().isEmpty()) {
      lines.add("also:      " + String.join(", ", profile.aliases()));
    }
    lines.add("docs:      " + profile.docs());
    lines.add("source:    " + profile.source() + " (" + profile.asOf() + ")");
    profile.notes().forEach(note -> lines.add("note:      " + note));
    lines.add("");
    lines.add("providers:");
    lines.add("  - " + entry(profile));
    return lines;
  }

  private static String spoken(DialectProfile dialect) {
    StringBuilder text = new StringBuilder(dialect.dialect());
    text.append(" at ").append(dialect.endpoints().plain());
    if (!dialect.models().isEmpty()) {
      text.append(" for ").append(String.join(", ", dialect.models()));
    }
    if (!dialect.quirks().isEmpty()) {
      text.append(" (")
          .append(
              dialect.quirks().stream().map(Quirk::key).sorted().collect(Collectors.joining(", ")))
          .append(')');
    }
    return text.toString();
  }

  /** What to write into a configuration. */
  static String entry(ProviderProfile profile) {
    StringBuilder entry = new StringBuilder("{ name: ").append(profile.name());
    for (String variable : profile.variables()) {
      if (!profile.defaults().containsKey(variable)) {
        entry.append(", ").append(variable).append(": ...");
      }
    }
    boolean key =
        profile.auth().kind() == AuthScheme.Kind.BEARER
            || profile.auth().kind() == AuthScheme.Kind.HEADER;
    if (key && !profile.isLocal()) {
      entry.append(", key: env:").append(profile.keyVariable());
    }
    return entry.append(" }").toString();
  }
}
