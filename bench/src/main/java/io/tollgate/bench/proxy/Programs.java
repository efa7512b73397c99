package io.tollgate.bench.proxy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where programs of this system are looked for.
 *
 * @param folders in order
 */
public record Programs(List<Path> folders) {

  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  public Programs {
    folders = List.copyOf(folders);
  }

  /**
   * The folders of a search path, and those of servers, which users rarely have on theirs.
   *
   * @param searchPath the value of {@code PATH}
   */
  public static Programs on(String searchPath) {
    List<Path> folders = new ArrayList<>();
    SEPARATOR
        .splitAsStream(searchPath)
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .forEach(folders::add);
    folders.add(Path.of("/usr/sbin"));
    folders.add(Path.of("/usr/local/sbin"));
    return new Programs(folders);
  }

  /** The first program of a name, or {@code null} where there is none. */
  public @Nullable Path find(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
