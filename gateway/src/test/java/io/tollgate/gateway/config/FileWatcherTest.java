package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatcherTest {

  private static final Duration PERIOD = Duration.ofMillis(5);

  @TempDir private Path folder;

  /** What a file holds whenever the watcher says that it has changed. */
  private static final class Readings {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final Path file;

    Readings(Path file) {
      this.file = file;
    }

    String take() {
      String text;
      try {
        text = Files.exists(file) ? Files.readString(file) : "absent";
      } catch (IOException e) {
        text = "unreadable";
      }
      texts.add(text);
      return text;
    }

    /** Waits until the file is read with this text. */
    void await(String text) throws InterruptedException {
      String read;
      do {
        read = texts.poll(20, TimeUnit.SECONDS);
        assertThat(read).as("a reading with \"" + text + "\"").isNotNull();
      } while (!text.equals(read));
    }
  }

  private static void watch(FileWatcher watcher, List<Path> files, Runnable changed) {
    AtomicReference<FileStates> taken = new AtomicReference<>(states(files));
    watcher.watch(
        taken::get,
        () -> {
          taken.set(states(files));
          changed.run();
        });
  }

  private static FileStates states(List<Path> files) {
    FileStates states = new FileStates();
    files.forEach(states::note);
    return states;
  }

  private static FileWatcher watching(Readings... readings) {
    FileWatcher watcher = new FileWatcher(PERIOD);
    for (Readings each : readings) {
      watch(watcher, List.of(each.file), each::take);
    }
    watcher.start();
    return watcher;
  }

  @Test
  void a_file_written_in_place_is_noticed_each_time() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    Readings readings = new Readings(file);
    try (FileWatcher ignored = watching(readings)) {
      Files.writeString(file, "second");
      readings.await("second");
      Files.writeString(file, "and a third");
      readings.await("and a third");
    }
  }

  @Test
  void a_file_replaced_by_a_rename_is_noticed_though_size_and_time_are_the_same() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    FileTime time = Files.getLastModifiedTime(file);
    Readings readings = new Readings(file);
    try (FileWatcher ignored = watching(readings)) {
      Path fresh = Files.writeString(folder.resolve("fresh"), "two");
      Files.setLastModifiedTime(fresh, time);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      readings.await("two");
    }
  }

  /** The way Kubernetes updates a mounted ConfigMap: file -> ..data/file, ..data -> ..version. */
  @Test
  void a_swap_of_links_above_the_file_is_noticed() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..1"));
    Path second = Files.createDirectory(folder.resolve("..2"));
    Files.writeString(first.resolve("a"), "one");
    Files.writeString(second.resolve("a"), "two");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Path file = Files.createSymbolicLink(folder.resolve("a"), Path.of("..data/a"));
    Readings readings = new Readings(file);
    try (FileWatcher ignored = watching(readings)) {
      Path fresh = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
      Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
      readings.await("two");
    }
  }

  @Test
  void a_file_that_goes_and_comes_is_noticed() throws Exception {
    Path file = folder.resolve("a");
    Readings readings = new Readings(file);
    try (FileWatcher ignored = watching(readings)) {
      Files.writeString(file, "new");
      readings.await("new");
      Files.delete(file);
      readings.await("absent");
    }
  }

  @Test
  void a_change_between_the_registration_and_the_start_is_not_missed() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    Readings readings = new Readings(file);
    try (FileWatcher watcher = new FileWatcher(PERIOD)) {
      watch(watcher, List.of(file), readings::take);
      Files.writeString(file, "changed before the start");
      watcher.start();
      readings.await("changed before the start");
    }
  }

  @Test
  void a_change_while_the_file_is_being_read_is_found_again() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    Readings readings = new Readings(file);
    try (FileWatcher watcher = new FileWatcher(PERIOD)) {
      watch(
          watcher,
          List.of(file),
          () -> {
            if (readings.take().equals("second")) {
              write(file, "third, written just after the second was read");
            }
          });
      watcher.start();
      Files.writeString(file, "second");
      readings.await("third, written just after the second was read");
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoever_fails_to_take_a_change_in_is_asked_at_the_next_and_hinders_nobody()
      throws Exception {
    Path bad = Files.writeString(folder.resolve("bad"), "one");
    Path good = Files.writeString(folder.resolve("good"), "one");
    Readings failing = new Readings(bad);
    Readings fine = new Readings(good);
    try (FileWatcher watcher = new FileWatcher(PERIOD)) {
      watch(
          watcher,
          List.of(bad),
          () -> {
            failing.take();
            throw new StackOverflowError("as a parser might");
          });
      watch(watcher, List.of(good), fine::take);
      watcher.start();
      Files.writeString(bad, "second");
      failing.await("second");
      Files.writeString(good, "second");
      fine.await("second");
      Files.writeString(bad, "third one");
      failing.await("third one");
    }
  }

  @Test
  void one_change_of_any_file_of_a_group_is_one_call() throws Exception {
    Path one = Files.writeString(folder.resolve("one"), "a");
    Path two = Files.writeString(folder.resolve("two"), "a");
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    Readings marker = new Readings(folder.resolve("marker"));
    try (FileWatcher watcher = new FileWatcher(PERIOD)) {
      watch(watcher, List.of(one, two), () -> calls.add("changed"));
      watch(watcher, List.of(marker.file), marker::take);
      watcher.start();
      // By a rename, which has no state in between that may count as another change.
      Path fresh = Files.writeString(folder.resolve("fresh"), "changed");
      Files.move(fresh, two, StandardCopyOption.ATOMIC_MOVE);
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
      // Two full rounds later nothing more has come.
      Files.writeString(marker.file, "x");
      marker.await("x");
      Files.writeString(marker.file, "xx");
      marker.await("xx");
    }
    assertThat(calls).isEmpty();
  }

  @Test
  void a_file_that_was_read_in_between_by_somebody_else_is_noticed_when_it_goes_back()
      throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    Path kept = Files.writeString(folder.resolve("kept"), "two");
    Path first = Files.createLink(folder.resolve("first"), kept);
    AtomicReference<FileStates> taken = new AtomicReference<>(states(List.of(file)));
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    try (FileWatcher watcher = new FileWatcher(PERIOD)) {
      watcher.watch(
          taken::get,
          () -> {
            taken.set(states(List.of(file)));
            calls.add("changed");
          });
      watcher.start();
      Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE);
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
      Files.writeString(folder.resolve("other"), "three");
      Files.move(folder.resolve("other"), file, StandardCopyOption.ATOMIC_MOVE);
      taken.set(states(List.of(file)));
      Files.move(first, file, StandardCopyOption.ATOMIC_MOVE);
      // Once for this, and once more where the watcher saw the third before it was read.
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
    }
  }

  @Test
  void a_reading_that_fails_before_it_has_noted_anything_is_tried_once_for_each_change()
      throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    FileStates never = states(List.of(file));
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    Readings marker = new Readings(folder.resolve("marker"));
    try (FileWatcher watcher = new FileWatcher(PERIOD)) {
      watcher.watch(
          () -> never,
          () -> {
            calls.add("tried");
            throw new IllegalStateException("before anything was noted");
          });
      watch(watcher, List.of(marker.file), marker::take);
      watcher.start();
      Path fresh = Files.writeString(folder.resolve("fresh"), "changed");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("tried");
      Files.writeString(marker.file, "x");
      marker.await("x");
      Files.writeString(marker.file, "xx");
      marker.await("xx");
      assertThat(calls).isEmpty();
      Files.writeString(file, "and again");
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("tried");
    }
  }
}
