package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.Prompt;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What a simulated model says of what it was shown, so that a test can see that it arrived. */
final class Perception {

  private Perception() {}

  /** E.g. {@code I see 1 images and 0 documents: image image/png of 70 bytes. }; or nothing. */
  static String inWords(Prompt prompt) {
    StringJoiner words = new StringJoiner("");
    if (!prompt.attachments().isEmpty()) {
      long images = prompt.attachments().stream().filter(Attachment::image).count();
      words.add(
          "I see %d images and %d documents: %s. "
              .formatted(
                  images,
                  prompt.attachments().size() - images,
                  prompt.attachments().stream()
                      .map(Attachment::inWords)
                      .collect(Collectors.joining(", "))));
    }
    prompt.results().forEach(result -> words.add("The tool said: " + result + ". "));
    return words.toString();
  }
}
