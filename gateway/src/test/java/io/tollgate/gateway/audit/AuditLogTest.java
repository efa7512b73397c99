package io.tollgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));

  @TempDir private Path folder;

  private static AuditEntry entry(String detail) {
    return new AuditEntry(
        "ops-bot",
        "ops",
        "127.0.0.1",
        "PUT",
        "/admin/v1/keys",
        "keys.write",
        Map.of("name", Map.of("old", "a", "new", "b\n\"ü")),
        403,
        detail);
  }

  private Path written(int lines) throws IOException {
    Path file = AuditFile.of(folder);
    try (AuditLog log = new AuditLog(file, CLOCK)) {
      for (int i = 1; i <= lines; i++) {
        log.append(entry("no. " + i));
      }
    }
    return file;
  }

  @Test
  void lines_are_chained_across_restarts() throws IOException {
    written(2);
    Path file = written(3);
    AuditVerification result = AuditFile.verify(file);
    assertThat(result.problem()).isEmpty();
    assertThat(result.lines()).isEqualTo(5);
    assertThat(AuditFile.latest(file, 3, 10)).hasSize(2);
    assertThat(AuditFile.latest(file, 0, 1).getFirst())
        .startsWith("{\"seq\":5,")
        .endsWith(result.lastHash() + "\"}");
  }

  @Test
  void any_changed_byte_is_found() throws IOException {
    Path file = written(3);
    byte[] sound = Files.readAllBytes(file);
    for (int i = 0; i < sound.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = sound.clone();
        changed[i] ^= (byte) (1 << bit);
        Files.write(file, changed);
        assertThat(AuditFile.verify(file).isSound())
            .as("byte %s, bit %s of %s", i, bit, sound.length)
            .isFalse();
      }
    }
  }

  @Test
  void a_line_that_is_taken_out_put_in_or_moved_is_found() throws IOException {
    Path file = written(4);
    List<String> lines = Files.readAllLines(file);
    for (List<Integer> order :
        List.of(List.of(0, 2, 3), List.of(1, 2, 3), List.of(0, 2, 1, 3), List.of(0, 1, 1, 2, 3))) {
      Files.write(file, order.stream().map(lines::get).toList());
      assertThat(AuditFile.verify(file).isSound()).as("%s", order).isFalse();
    }
  }

  @Test
  void what_a_crash_left_of_a_line_is_cut_and_that_is_recorded() throws IOException {
    Path file = written(3);
    byte[] sound = Files.readAllBytes(file);
    int second = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    for (int left : new int[] {1, second - 1, second + 1, sound.length - 1}) {
      Files.write(file, Arrays.copyOf(sound, left));
      assertThat(AuditFile.verify(file).isSound()).isFalse();
      try (AuditLog log = new AuditLog(file, CLOCK)) {
        log.append(entry("afterwards"));
      }
      assertThat(AuditFile.verify(file).problem()).isEmpty();
      assertThat(AuditFile.latest(file, 0, 2).getFirst())
          .contains("\"action\":\"audit.cut\"")
          .contains("bytes of a line that was not finished are cut");
    }
  }

  @Test
  void nothing_is_added_to_a_log_whose_last_line_was_changed() throws IOException {
    Path file = written(2);
    String changed = Files.readString(file).replace("no. 2", "no. 3");
    Files.writeString(file, changed);
    try (AuditLog log = new AuditLog(file, CLOCK)) {
      assertThatThrownBy(() -> log.append(entry("more")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was changed");
    }
    assertThat(Files.readString(file)).isEqualTo(changed);
  }

  @Test
  void a_line_longer_than_the_first_look_back_is_gone_on_from() throws IOException {
    Path file = AuditFile.of(folder);
    try (AuditLog log = new AuditLog(file, CLOCK)) {
      log.append(entry("short"));
      log.append(entry("x".repeat(300_000)));
    }
    Files.writeString(file, "torn", StandardOpenOption.APPEND);
    try (AuditLog log = new AuditLog(file, CLOCK)) {
      log.append(entry("short"));
    }
    assertThat(AuditFile.verify(file).lines()).isEqualTo(4);
    assertThat(AuditFile.verify(file).isSound()).isTrue();
  }
}
