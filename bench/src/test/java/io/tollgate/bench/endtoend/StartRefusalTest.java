package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.cli.Tollgate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What `tollgate run` says of a start that cannot be: sentences and a status, no stack trace. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StartRefusalTest {

  private static final int INVALID = Tollgate.INVALID;
  private static final int FAILED = Tollgate.FAILED;

  @TempDir private Path folder;
  private Rig rig;
  private String config;

  @BeforeEach
  void start() throws IOException {
    rig = Rig.start(folder, Stage.providers(), Stage.CHEAPEST, "");
    config = Files.readString(rig.files().config());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private record Said(int status, String text) {}

  private Said run(Path file) {
    StringWriter said = new StringWriter();
    int status =
        Tollgate.commandLine()
            .setErr(new PrintWriter(said, true))
            .setOut(new PrintWriter(said, true))
            .execute("run", "--config", file.toString());
    return new Said(status, said.toString());
  }

  private Said runWith(String changed) throws IOException {
    assertThat(changed).as("the edit of the test").isNotEqualTo(config);
    Files.writeString(rig.files().config(), changed);
    return run(rig.files().config());
  }

  private static void assertSentences(Said said, int status, String... parts) {
    assertThat(said.text()).contains(parts).doesNotContain("\tat ", "Exception:", "null");
    assertThat(said.text().lines().count()).as("lines: %s", said.text()).isBetween(1L, 4L);
    assertThat(said.status()).isEqualTo(status);
  }

  /**
   * An edit of the configuration that makes it wrong.
   *
   * @param from what is replaced in it
   * @param said what the sentence has to say
   */
  record Mistake(String from, String to, List<String> said) {}

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("keys: ", "kies: ", List.of("tollgate.yaml:4:1: kies: ", "keys")),
        new Mistake(
            "data_dir: ledger", "drain: soon", List.of("tollgate.yaml:3:8: drain: ", "soon")),
        new Mistake("data_dir: ledger", "drain: 400d", List.of("tollgate.yaml:3:8: drain: ", "1d")),
        new Mistake(
            "keys: keys.yaml",
            "keys: none.yaml",
            List.of("none.yaml:1:1: ", "tollgate keys create")),
        new Mistake(
            "models: [models.yaml]",
            "models: [none.yaml]",
            List.of("none.yaml:1:1: ", "cannot be read")),
        new Mistake(
            "file:slow.key",
            "file:none.key",
            List.of("tollgate.yaml:", "providers[2].key: ", "none.key cannot be read")),
        new Mistake(
            "file:slow.key",
            "env:TOLLGATE_NO_SUCH",
            List.of("providers[2].key: ", "TOLLGATE_NO_SUCH is not set")),
        new Mistake(
            "file:slow.key", "sk-secret", List.of("providers[2].key: ", "env:NAME or file:PATH")),
        new Mistake(
            "http://",
            "http://me:secret@",
            List.of("providers[0].base_url: ", "https://api.openai.com/v1")),
        new Mistake("name: cheap", "name: cheap2", List.of("policies.yaml:5:18: ", "cheap/swift")),
        new Mistake(
            "    usage: openai",
            "    trusted_certificates: none.pem",
            List.of("providers[0].trusted_certificates: ", "none.pem cannot be read")),
        new Mistake(
            "    usage: openai",
            "    trusted_certificates: cheap.key",
            List.of("providers[0].trusted_certificates: ", "no PEM certificate")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_in_a_file_is_named_by_its_place(Mistake mistake) throws Exception {
    Said said = runWith(config.replaceFirst(Pattern.quote(mistake.from()), mistake.to()));
    assertSentences(said, INVALID, mistake.said().toArray(String[]::new));
    assertThat(said.text()).doesNotContain("sk-secret", "me:secret");
    assertThat(folder.resolve("ledger")).doesNotExist();
  }

  @Test
  void a_configuration_without_providers_is_refused() throws Exception {
    String before = config.substring(0, config.indexOf("providers:"));
    assertSentences(
        runWith(before + "providers: []\n"), INVALID, "providers: there is no provider");
    assertSentences(runWith(before), INVALID, "missing key \"providers\"");
  }

  @Test
  void a_configuration_that_is_not_there_or_no_text_is_refused() throws Exception {
    assertSentences(run(folder.resolve("none.yaml")), FAILED, "none.yaml is not there. ");
    assertSentences(run(folder), FAILED, "is not a file. ");
    Path bytes =
        Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertSentences(run(bytes), INVALID, "bytes.yaml:1:1: ", "UTF-8");
  }

  @Test
  void a_configuration_that_may_not_be_read_is_refused() throws Exception {
    Path file = rig.files().config();
    assumeTrue(file.toFile().setReadable(false), "permissions cannot be set here");
    assumeTrue(!Files.isReadable(file), "whoever runs this test may read everything");
    assertSentences(run(file), INVALID, "tollgate.yaml:1:1: ", "may be read");
  }

  @Test
  void a_port_that_is_taken_is_named() throws Exception {
    for (int port : new int[] {rig.dataPort(), rig.adminPort()}) {
      try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertSentences(
            run(rig.files().config()),
            FAILED,
            "127.0.0.1:" + taken.getLocalPort() + " cannot be opened",
            "in use");
      }
    }
  }

  @Test
  void a_data_dir_that_cannot_hold_a_ledger_is_named() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    assertSentences(
        runWith(config.replace("data_dir: ledger", "data_dir: file")),
        FAILED,
        folder.resolve("file").toString(),
        "data_dir");
    assertSentences(
        runWith(config.replace("data_dir: ledger", "data_dir: file/below")),
        FAILED,
        folder.resolve("file/below").toString(),
        "data_dir");
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc to write to");
    assertSentences(
        runWith(config.replace("data_dir: ledger", "data_dir: /proc/self/ledger")),
        FAILED,
        "/proc/self/ledger",
        "data_dir");
  }

  @Test
  void a_data_dir_on_a_full_disk_is_named() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        sh("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk.toString()) == 0,
        "no file system can be mounted here");
    try {
      Files.write(disk.resolve("filler"), new byte[4096]);
      assertSentences(
          runWith(config.replace("data_dir: ledger", "data_dir: disk/ledger")),
          FAILED,
          disk.resolve("ledger").toString(),
          "No space left on device");
    } finally {
      assertThat(sh("umount", disk.toString())).isZero();
    }
  }

  private static int sh(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void a_ledger_that_is_damaged_or_in_use_is_named() throws Exception {
    try (Stage stage = Stage.on(rig)) {
      assertThat(stage.post(Stage.chat("auto", "Hello")).status()).isEqualTo(200);
      assertSentences(run(rig.files().config()), FAILED, "in use by process");
    }
    Path segment = folder.resolve("ledger/journal/segment-00000001.journal");
    String text = Files.readString(segment, StandardCharsets.ISO_8859_1);
    Files.writeString(
        segment, text.replaceFirst("RESERVE", "RESERWE"), StandardCharsets.ISO_8859_1);
    assertSentences(run(rig.files().config()), FAILED, "The journal is damaged", "ledger verify");
  }

  @Test
  void what_was_refused_starts_once_it_is_put_right() throws Exception {
    assertThat(runWith(config.replace("keys: keys.yaml", "keys: none.yaml")).status())
        .isEqualTo(INVALID);
    Files.writeString(rig.files().config(), config);
    Gateway.start(rig.config()).close();
  }

  @Test
  void a_check_says_what_a_start_would_say() throws Exception {
    StringWriter said = new StringWriter();
    String file = rig.files().config().toString();
    var line = Tollgate.commandLine().setOut(new PrintWriter(said, true));
    assertThat(line.execute("config", "check", "--config", file)).isZero();
    assertThat(said.toString()).contains(file + ": no mistakes");
    Files.writeString(
        rig.files().config(), config.replace("models: [models.yaml]", "models: [none.yaml]"));
    Files.writeString(folder.resolve("keys.yaml"), "keys: 7\n");
    assertThat(line.execute("config", "check", "--config", file)).isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(said.toString()).contains("none.yaml:1:1: ", "keys.yaml:1:7: ");
    assertThat(line.execute("config", "check", "--json", "--config", file))
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(said.toString()).contains("\"valid\":false");
  }

  @Test
  void an_older_jvm_says_that_it_is_too_old() throws Exception {
    Path java = olderJava();
    assumeTrue(java != null, "no older JVM is installed here");
    Path log = folder.resolve("java.log");
    Process process =
        new ProcessBuilder(
                String.valueOf(java),
                "-cp",
                System.getProperty("java.class.path"),
                Tollgate.class.getName(),
                "run")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(log)).contains("class file version").doesNotContain("\tat ");
  }

  private static @Nullable Path olderJava() throws IOException {
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return null;
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(home -> home.getFileName().toString().matches(".*\\b(11|17|21)\\b.*"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(null);
    }
  }
}
