package io.tollgate.gateway.cli;

import io.tollgate.adapters.provider.ProviderProfile;
import io.tollgate.adapters.provider.ProviderProfiles;
import io.tollgate.gateway.discovery.FoundServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Servers that were found in words, and as an entry of a configuration. */
final class DiscoveryText {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DiscoveryText() {}

  static String json(List<FoundServer> found) {
    List<String> names = names(found);
    List<Map<String, Object>> servers = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      FoundServer server = found.get(i);
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("url", server.url().toString());
      members.put("server", server.server());
      if (server.version() != null) {
        members.put("version", server.version());
      }
      if (server.profile() != null) {
        members.put("profile", server.profile());
      }
      members.put("models", server.models());
      members.put("wants_key", server.wantsKey());
      members.put("config", entry(names.get(i), server));
      servers.add(members);
    }
    return JSON.writeValueAsString(servers);
  }

  static List<String> report(List<FoundServer> found) {
    List<String> names = names(found);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      FoundServer server = found.get(i);
      lines.add(
          server.url()
              + "  "
              + server.server()
              + (server.version() == null ? "" : " " + server.version())
              + (server.wantsKey() ? "  (wants a key)" : ""));
      for (String model : server.models()) {
        lines.add("  " + names.get(i) + "/" + model);
      }
    }
    lines.add("");
    lines.add("providers:");
    for (int i = 0; i < found.size(); i++) {
      lines.add("  - " + entry(names.get(i), found.get(i)));
    }
    return lines;
  }

  /** A name for each: that of its profile, and where there are more of one, the port as well. */
  private static List<String> names(List<FoundServer> found) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (FoundServer server : found) {
      String name = server.profile() == null ? "local" : server.profile();
      names.add(taken.add(name) ? name : name + "-" + server.url().getPort());
    }
    return names;
  }

  private static String entry(String name, FoundServer server) {
    StringBuilder entry = new StringBuilder("{ name: ").append(name);
    String said = server.profile();
    @Nullable ProviderProfile profile = said == null ? null : ProviderProfiles.shipped().find(said);
    if (profile == null) {
      entry.append(", base_url: '").append(server.url()).append("/v1'");
    } else {
      String base = base(server.url(), profile);
      boolean elsewhere = !base.equals(profile.baseUrl());
      if (elsewhere || !name.equals(profile.name())) {
        // Said even where it is the name: a base URL alone stands for a server without a profile.
        entry.append(", profile: ").append(profile.name());
      }
      if (elsewhere) {
        entry.append(", base_url: '").append(base).append('\'');
      }
    }
    return withKey(entry, server, profile);
  }

  private static String withKey(
      StringBuilder entry, FoundServer server, @Nullable ProviderProfile profile) {
    if (server.wantsKey()) {
      String variable = profile == null ? null : profile.keyVariable();
      entry.append(", key: env:").append(variable == null ? "KEY" : variable);
    }
    return entry.append(" }").toString();
  }

  /** The profile's base URL on another host or port. */
  private static String base(URI url, ProviderProfile profile) {
    String path = URI.create(profile.baseUrl()).getRawPath();
    return url + (path == null ? "" : path);
  }
}
