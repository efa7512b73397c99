package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An operator who edits all files of a stage: a good edit and a broken one in turn, so that every
 * broken one is put right by the next.
 */
final class Edits {

  private final Path folder;
  private final RandomGenerator random;
  private final String config;
  private final String prices;
  private final String keys;
  private @Nullable Path broken;
  private String whole = "";
  private String auto = SWIFT;

  Edits(Path folder, RandomGenerator random) throws IOException {
    this.folder = folder;
    this.random = random;
    this.config = Files.readString(folder.resolve("tollgate.yaml"));
    this.prices = Files.readString(folder.resolve("prices.yaml"));
    this.keys = Files.readString(folder.resolve("keys.yaml"));
  }

  /** The deployment that answers {@code auto} by the last good edit. */
  String auto() {
    return auto;
  }

  /** Puts the broken file right and changes something. */
  void good() throws IOException {
    restore();
    switch (random.nextInt(4)) {
      case 0 -> policies();
      case 1 -> write("prices.yaml", prices + "# edit " + random.nextInt() + "\n");
      case 2 -> write("keys.yaml", keys + "# edit " + random.nextInt() + "\n");
      default -> write("tollgate.yaml", provider());
    }
  }

  /** Puts the broken file right and sends {@code auto} to the other one. */
  void policies() throws IOException {
    restore();
    auto = auto.equals(SWIFT) ? BRIGHT : SWIFT;
    write("policies.yaml", Stage.CHEAPEST.replace("cheap/swift, dear/bright", auto));
  }

  private void restore() throws IOException {
    if (broken != null) {
      Files.writeString(broken, whole);
      broken = null;
    }
  }

  /** Another setting of one provider, or one provider more that nobody asks. */
  private String provider() {
    String name = List.of("cheap", "dear", "slow").get(random.nextInt(3));
    String setting =
        switch (random.nextInt(4)) {
          case 0 -> "retries: { reserve: " + random.nextInt(64, 1024) + " }";
          case 1 -> "keep_alive: " + random.nextInt(5, 60) + "s";
          case 2 -> "deadlines: { total: " + random.nextInt(60, 600) + "s }";
          default -> "breaker: { window: " + random.nextInt(10, 100) + " }";
        };
    String changed =
        config.replace("- name: " + name + "\n", "- name: " + name + "\n    " + setting + "\n");
    return random.nextInt(3) > 0
        ? changed
        : changed + "  - { name: extra, base_url: http://127.0.0.1:1/v1 }\n";
  }

  /** Breaks a file, in one of the ways in which files are broken. */
  void bad() throws IOException {
    switch (random.nextInt(8)) {
      case 0 -> breakFile("policies.yaml", text -> text.replace("candidates", "candydates"));
      case 1 -> breakFile("policies.yaml", text -> text.replace(auto, "cheap/swyft"));
      case 2 -> breakFile("prices.yaml", text -> text.replace("output: ", "output: -"));
      case 3 -> breakFile("keys.yaml", text -> text.replace("sha256", "md5"));
      case 4 -> breakFile("tollgate.yaml", text -> text + "prviders: []\n");
      case 5 -> breakFile("tollgate.yaml", text -> text.replace("file:slow.key", "file:no.key"));
      case 6 -> breakFile("tollgate.yaml", text -> text.replace("- name: dear", "- name: deer"));
      default -> breakFile("tollgate.yaml", text -> text.substring(0, text.length() / 2) + "\n: [");
    }
  }

  private interface Breaking {
    String of(String text);
  }

  private void breakFile(String name, Breaking breaking) throws IOException {
    Path file = folder.resolve(name);
    whole = Files.readString(file);
    broken = file;
    Files.writeString(file, breaking.of(whole));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
