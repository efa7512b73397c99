package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalShellCheckTest {

  /** As it stands in the documentation of {@link Journal}. */
  private static final String CHECK =
      """
      file="$0"
      prev=$(sed -n '1s/.*"previous":"\\([0-9a-f]*\\)".*$/\\1/p' "$file")
      while IFS= read -r line; do
        hash=$(printf '%s %s' "$prev" "${line#* }" | sha256sum); prev=${line%% *}
        [ "${hash%% *}" = "$prev" ] || echo "bad: $line"
      done < "$file"
      echo checked
      """;

  private static String check(Path segment) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", CHECK, segment.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  @Test
  void a_segment_can_be_checked_with_sha256sum_alone(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/sha256sum")), "sha256sum is not installed");
    Ledgers.write(directory, 3_000, Samples.everyType());
    Path second = Ledgers.segment(directory, 2);

    assertThat(check(Ledgers.segment(directory, 1))).isEqualTo("checked\n");
    assertThat(check(second)).isEqualTo("checked\n");

    String text = Files.readString(second);
    assertThat(text).contains("auto");
    Files.writeString(second, text.replaceFirst("auto", "dear"));
    assertThat(check(second)).startsWith("bad: ").endsWith("checked\n");
  }
}
