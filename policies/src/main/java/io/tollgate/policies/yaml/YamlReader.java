package io.tollgate.policies.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way into this package: reads one YAML document whose top is a map.
 *
 * <pre>{@code
 * Parsed<Server> server =
 *     YamlReader.read("server.yaml", text, root -> new Server(
 *         root.required("host", YamlType.text()),
 *         root.optional("port", YamlType.integer(1, 65535), 8080),
 *         root.listOrEmpty("keys").eachMap(key -> new Key(key.required("name", YamlType.text())))));
 * }</pre>
 *
 * <p>All mistakes are collected, each with line and column. Duplicate keys, keys that nobody asked
 * for, tags, and documents over the limits below are mistakes too; merge keys have no meaning.
 */
public final class YamlReader {

  /** Characters of a document. */
  public static final int MAX_CHARACTERS = 4 << 20;

  /** Maps and lists within each other. */
  public static final int MAX_DEPTH = 32;

  /** Aliases ({@code *name}) in a document. */
  public static final int MAX_ALIASES = 100;

  /** Values of a document after its aliases are replaced by what they stand for. */
  public static final int MAX_NODES = 500_000;

  private YamlReader() {}

  /**
   * Reads a document.
   *
   * @param file the file's name as the user gave it, for messages
   * @param text the file's text
   * @param reading makes the value of the top map. Its {@link IllegalArgumentException} or {@link
   *     ArithmeticException} is a mistake of the file; other exceptions are passed on, unless the
   *     file has mistakes that explain them.
   */
  public static <T> Parsed<T> read(String file, String text, Function<YamlMap, T> reading) {
    Source source = new Source(file, text);
    YamlNode root = new TreeBuilder(source).build();
    @Nullable T value = null;
    if (root instanceof YamlMap map) {
      value = map.read(reading);
      map.reportUnknownKeys(Collections.newSetFromMap(new IdentityHashMap<>()));
    } else if (root != null) {
      root.mismatch("a map of keys and values");
    }
    if (source.found() > 0 || value == null) {
      return new Parsed.Failed<>(source.problems());
    }
    return new Parsed.Ok<>(value);
  }
}
