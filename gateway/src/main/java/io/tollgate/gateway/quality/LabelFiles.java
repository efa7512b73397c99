package io.tollgate.gateway.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the log of labels: numbered, appended to in turn, the oldest deleted. A process
 * never appends to a file of one before it, so that a torn line is the last of its file.
 *
 * <p>For one thread at a time.
 */
final class LabelFiles {

  /** The room is shared by so many files of outcomes with their prompts. */
  private static final int FILES = 8;

  private static final String HEADER = "prompt_id,model,score,in_tokens,out_tokens,cost_usd\n";
  private static final String OUTCOMES = ".outcomes.csv";
  private static final String PROMPTS = ".prompts.jsonl";
  private static final Pattern NAME = Pattern.compile("labels-(\\d{1,9})\\.outcomes\\.csv");

  private final Path folder;
  private final LongSupplier bytesMax;
  private final TreeSet<Long> numbers = new TreeSet<>();
  private long current = -1;
  private long written;

  LabelFiles(Path folder, LongSupplier bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
  }

  /**
   * Appends lines, to a new file where the present one is full.
   *
   * @param prompt a line of the file of prompts, or {@code null} for none
   */
  void append(String outcomes, @Nullable String prompt) throws IOException {
    if (current < 0 || written > bytesMax.getAsLong() / FILES) {
      begin();
    }
    written += write(OUTCOMES, outcomes);
    if (prompt != null) {
      written += write(PROMPTS, prompt);
    }
  }

  private void begin() throws IOException {
    Files.createDirectories(folder);
    if (current < 0) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> {
          Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
          if (name.matches()) {
            numbers.add(Long.parseLong(name.group(1)));
          }
        });
      }
    }
    while (numbers.size() >= FILES) {
      long oldest = numbers.removeFirst();
      Files.deleteIfExists(file(oldest, OUTCOMES));
      Files.deleteIfExists(file(oldest, PROMPTS));
    }
    current = numbers.isEmpty() ? 1 : numbers.last() + 1;
    numbers.add(current);
    written = 0;
    written += write(OUTCOMES, HEADER);
  }

  private int write(String suffix, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Path file = file(current, suffix);
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (NoSuchFileException e) {
      // The folder was taken away while the gateway runs.
      Files.createDirectories(folder);
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return bytes.length;
  }

  private Path file(long number, String suffix) {
    return folder.resolve("labels-" + number + suffix);
  }

  /** Nothing is open between two appends. */
  void close() {
    current = -1;
  }
}
