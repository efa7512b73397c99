package io.tollgate.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All Java sources are formatted by google-java-format. {@code mvn -pl bench -am test
 * -Dtest=FormatTest -Dtollgate.format=write -Dsurefire.failIfNoSpecifiedTests=false} formats them.
 */
final class FormatTest {

  private static final Path ROOT = Path.of(System.getProperty("tollgate.root", ".."));
  private static final boolean WRITE = "write".equals(System.getProperty("tollgate.format"));

  @Test
  void every_source_file_is_formatted() throws IOException, FormatterException {
    List<Path> unformatted = new ArrayList<>();
    int seen = 0;
    for (String module : List.of("policies", "adapters", "gateway", "bench")) {
      for (Path file : sources(ROOT.resolve(module).resolve("src"))) {
        seen++;
        String text = Files.readString(file);
        String formatted = new Formatter().formatSourceAndFixImports(text);
        if (!formatted.equals(text)) {
          unformatted.add(ROOT.relativize(file));
          if (WRITE) {
            Files.writeString(file, formatted);
          }
        }
      }
    }
    assertThat(seen).as("files looked at below %s", ROOT.toAbsolutePath()).isGreaterThan(50);
    if (!WRITE) {
      assertThat(unformatted).isEmpty();
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
