package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourceTest {

  @TempDir private Path folder;

  @Test
  void a_reference_to_the_environment_is_looked_up_and_stripped() {
    SecretSource source = new SecretSource(Map.of("MY_KEY", " sk-1 \n"));

    assertThat(source.resolve("env:MY_KEY", folder).reveal()).isEqualTo("sk-1");
  }

  @Test
  void a_reference_to_a_file_is_relative_to_the_configuration() throws IOException {
    Files.createDirectories(folder.resolve("keys"));
    Files.writeString(folder.resolve("keys/openai"), "sk-2\n");
    SecretSource source = new SecretSource(Map.of());

    assertThat(source.resolve("file:keys/openai", folder).reveal()).isEqualTo("sk-2");
    assertThat(source.resolve("file:" + folder.resolve("keys/openai"), Path.of("/")).reveal())
        .isEqualTo("sk-2");
  }

  @Test
  void what_is_not_there_is_named() {
    SecretSource source = new SecretSource(Map.of("EMPTY", "  "));

    assertThatThrownBy(() -> source.resolve("env:MISSING", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the environment variable MISSING is not set");
    assertThatThrownBy(() -> source.resolve("env:EMPTY", folder))
        .hasMessage("the environment variable EMPTY is empty");
    assertThatThrownBy(() -> source.resolve("file:missing", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the file " + folder.resolve("missing") + " cannot be read");
  }

  @Test
  void a_key_itself_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> new SecretSource(Map.of()).resolve("sk-secret", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sk-secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sk-1\nx-evil: 1", "sk 1", "sk-1\u0000", "schlüssel", "sk-1\r\n\r\nGET /"})
  void what_no_header_can_hold_is_refused_and_not_repeated(String key) throws IOException {
    Files.writeString(folder.resolve("key"), key);

    assertThatThrownBy(() -> new SecretSource(Map.of("KEY", key)).resolve("env:KEY", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the environment variable KEY holds no key")
        .hasMessageNotContaining(key);
    assertThatThrownBy(() -> new SecretSource(Map.of()).resolve("file:key", folder))
        .hasMessageContaining("holds no key");
  }

  @Test
  void no_secret_prints_itself() {
    SecretSource source = new SecretSource(Map.of("KEY", "sk-1"));

    assertThat(source).hasToString("SecretSource[hidden]");
    assertThat(source.resolve("env:KEY", folder)).hasToString("Secret[hidden]");
  }
}
