package io.tollgate.policies.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiFunction;
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
 * for, tags, and documents over their limits are mistakes too; merge keys have no meaning.
 */
public final class YamlReader {

  /** Maps and lists within each other. */
  public static final int MAX_DEPTH = 32;

  /** Aliases ({@code *name}) in a document. */
  public static final int MAX_ALIASES = 100;

  private YamlReader() {}

  /**
   * Reads a document within {@link YamlBounds#USUAL}.
   *
   * @param file the file's name as the user gave it, for messages
   * @param text the file's text
   * @param reading makes the value of the top map. Its {@link IllegalArgumentException} or {@link
   *     ArithmeticException} is a mistake of the file; other exceptions are passed on, unless the
   *     file has mistakes that explain them.
   */
  public static <T> Parsed<T> read(String file, String text, Function<YamlMap, T> reading) {
    Source source = new Source(file, text);
    return read(source, new TreeBuilder(source, YamlBounds.USUAL, null), reading);
  }

  /**
   * Reads a document with a long list at its top. Its items are read one by one while the document
   * is, so that memory is needed for what they describe and not for their text.
   *
   * @param file the file's name as the user gave it, for messages
   * @param text the file's text
   * @param bounds how large it may be
   * @param list the key of the list; it may be absent
   * @param item makes the value of an item, as in {@link YamlList#eachMap}
   * @param reading makes the value of the top map and of the values of the list, as in {@link
   *     #read}
   */
  public static <I, T> Parsed<T> readLong(
      String file,
      String text,
      YamlBounds bounds,
      String list,
      Function<YamlMap, I> item,
      BiFunction<YamlMap, List<I>, T> reading) {
    Source source = new Source(file, text);
    LongList<I> items = new LongList<>(list, item);
    return read(
        source,
        new TreeBuilder(source, bounds, items),
        root -> reading.apply(root, items.values(root)));
  }

  private static <T> Parsed<T> read(
      Source source, TreeBuilder builder, Function<YamlMap, T> reading) {
    YamlNode root = builder.build();
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
