package io.tollgate.gateway.config;

import io.tollgate.gateway.store.Document;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlScalar;
import io.tollgate.policies.yaml.YamlType;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads which files a configuration names that may be documents of the store: {@code store:NAME}
 * stands for the node's copy of one.
 *
 * @param folder what paths are relative to
 * @param mirror where copies are
 * @param shared whether there is a store
 */
record DocumentPaths(Path folder, Path mirror, boolean shared) {

  static final String PREFIX = "store:";

  /** The file at a key, or {@code null} where the key is absent. */
  @Nullable Path optional(YamlMap map, String key) {
    String text = map.optional(key, YamlType.text());
    YamlScalar scalar = text == null ? null : map.scalar(key);
    return text == null || scalar == null ? null : path(scalar, text);
  }

  /** The file at a key. */
  Path optional(YamlMap map, String key, String fallback) {
    Path path = optional(map, key);
    return path == null ? folder.resolve(fallback).normalize() : path;
  }

  /** The files in a list. */
  List<Path> list(YamlMap map, String key) {
    return map.listOrEmpty(key).scalars().stream()
        .map(scalar -> path(scalar, scalar.as(YamlType.text())))
        .toList();
  }

  private Path path(YamlScalar at, String text) {
    if (!text.startsWith(PREFIX)) {
      return folder.resolve(text).normalize();
    }
    String name = text.substring(PREFIX.length());
    if (!Document.isName(name)) {
      at.problem(
          "found \"" + text + "\"",
          "expected: store: and up to 64 of a-z, 0-9, \".\", \"_\", \"-\"");
      return folder;
    }
    if (!shared) {
      at.problem(
          "there is no store to have document \"" + name + "\"",
          "say which PostgreSQL it is in: store: { url: \"postgresql://HOST:PORT/DATABASE\" }");
    }
    return mirror.resolve(name);
  }
}
