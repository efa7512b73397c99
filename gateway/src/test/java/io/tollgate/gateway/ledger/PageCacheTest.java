package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {

  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  @BeforeEach
  void only_where_pages_can_be_given_back() throws IOException {
    String type = Files.getFileStore(directory).type();
    assumeTrue(
        System.getProperty("os.name").equals("Linux") && !type.equals("tmpfs"),
        "files of " + type + " are only in memory, or the system takes no advice");
  }

  @Test
  void a_part_that_is_forgotten_is_not_in_memory_and_still_in_the_file() throws IOException {
    Path file = directory.resolve("file");
    byte[] bytes = random(16 * MIB);
    write(file, bytes);
    assertThat(isInMemory(file, 0, 16 * MIB)).isTrue();

    PageCache.forget(file, 8 * MIB);

    assertThat(isInMemory(file, 0, MIB)).isFalse();
    assertThat(isInMemory(file, 9 * MIB, 7 * MIB)).isTrue();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void a_file_that_is_not_there_is_no_failure() {
    PageCache.forget(directory.resolve("none"), MIB);
  }

  @Test
  void of_a_segment_the_end_stays_in_memory_until_it_is_closed() throws IOException {
    Path file = directory.resolve("segment");
    byte[] bytes = random(16 * MIB);

    try (Disk.Segment segment = Disk.REAL.open(file)) {
      segment.write(ByteBuffer.wrap(bytes));
      segment.force();

      assertThat(isInMemory(file, 0, MIB)).isFalse();
      assertThat(isInMemory(file, 9 * MIB, 7 * MIB)).isTrue();
    }

    assertThat(isInMemory(file, 14 * MIB, MIB)).isFalse();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.force(true);
    }
  }

  private static boolean isInMemory(Path file, long from, long count) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, from, count).isLoaded();
    }
  }
}
