package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.alerts.AlertSettings;
import io.tollgate.gateway.alerts.EmailSettings;
import io.tollgate.gateway.alerts.EmailSettings.Login;
import io.tollgate.gateway.alerts.EmailSettings.Tls;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.policies.yaml.Parsed;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertsReaderTest {

  private static final String TO = "to: [ops@example.com], from: t@example.com, ";

  @TempDir private Path folder;

  private Parsed<GatewayConfig> parse(String alerts) {
    return ConfigFile.parse(
        folder.resolve("tollgate.yaml"),
        "alerts: "
            + alerts
            + "\nproviders:\n  - { name: p, base_url: http://localhost/v1, key: env:WORD }\n",
        new SecretSource(Map.of("WORD", "s3cret")));
  }

  private AlertSettings read(String alerts) {
    return switch (parse(alerts)) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> config.alerts();
      case Parsed.Failed<GatewayConfig> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  private EmailSettings email(String email) {
    return Objects.requireNonNull(read("{ email: { " + email + " } }").email());
  }

  private List<String> problems(String email) {
    return switch (parse("{ email: { " + email + " } }")) {
      case Parsed.Ok<GatewayConfig> ok -> throw new AssertionError(ok.toString());
      case Parsed.Failed<GatewayConfig> failed ->
          failed.problems().stream().map(problem -> problem.toString()).toList();
    };
  }

  @Test
  void every_setting_is_read() {
    AlertSettings settings =
        read(
            "{ webhook: \"https://hooks.example.com/x\", secret: env:WORD, email: { to:"
                + " [a@example.com, b.c+d@sub.example.com], from: t@example.com, smtp:"
                + " \"mail.example.com:465\", user: tollgate, password: env:WORD, tls: implicit }"
                + " }");
    assertThat(settings)
        .isEqualTo(
            new AlertSettings(
                URI.create("https://hooks.example.com/x"),
                new Secret("s3cret"),
                new EmailSettings(
                    List.of("a@example.com", "b.c+d@sub.example.com"),
                    "t@example.com",
                    "mail.example.com",
                    465,
                    new Login("tollgate", new Secret("s3cret")),
                    Tls.IMPLICIT,
                    null)));
  }

  @Test
  void nobody_is_told_where_nothing_is_said() {
    assertThat(read("{}")).isEqualTo(AlertSettings.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.com:587, mail.example.com, STARTTLS",
    "127.example.com:587, 127.example.com, STARTTLS",
    "localhost:25, localhost, NONE",
    "127.0.0.2:25, 127.0.0.2, NONE",
    "[::1]:25, ::1, NONE",
    "[2001:db8::1]:25, 2001:db8::1, STARTTLS",
  })
  void starttls_is_demanded_of_all_but_this_machine(String smtp, String host, Tls tls) {
    EmailSettings read = email(TO + "smtp: \"" + smtp + "\"");
    assertThat(read.host()).isEqualTo(host);
    assertThat(read.tls()).isEqualTo(tls);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to: [], from: t@x.org, smtp: \"h:25\" | there is nobody to write to",
        "from: t@x.org, smtp: \"h:25\" | missing key \"to\"",
        "to: [a@x.org], smtp: \"h:25\" | missing key \"from\"",
        "to: [a@x.org], from: t@x.org | missing key \"smtp\"",
        "to: [a@x.org, nobody], from: t@x.org, smtp: \"h:25\" | nobody",
        "to: [\"A <a@x.org>\"], from: t@x.org, smtp: \"h:25\" | an address such as",
        "to: [\"a@x.org\\r\\nBcc: b@x.org\"], from: t@x.org, smtp: \"h:25\" | an address such as",
        "to: [a@x.org], from: \"t@x.org\\n\", smtp: \"h:25\" | an address such as",
        "to: [a@x.org], from: t@x.org, smtp: h | a host and a port such as",
        "to: [a@x.org], from: t@x.org, smtp: \"h:0\" | there is no port 0",
        "to: [a@x.org], from: t@x.org, smtp: \"h:65536\" | there is no port 65536",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", tls: maybe | one of starttls",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", user: u | go together",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", password: env:WORD | go together",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", user: u, password: s3cret | write env:NAME",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", user: u, password: env:NO | is not set",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", user: u, password: env:WORD, tls: none |"
            + " in clear",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", trusted_certificates: no.pem | cannot be",
        "to: [a@x.org], from: t@x.org, smtp: \"h:25\", subject: x | unknown key",
      })
  void what_is_wrong_is_named(String email, String problem) {
    assertThat(problems(email)).anyMatch(found -> found.contains(problem));
  }

  @Test
  void who_may_have_signed_the_servers_certificate_is_read() throws Exception {
    Files.writeString(folder.resolve("none.pem"), "no certificate");
    assertThat(problems(TO + "smtp: \"h:25\", trusted_certificates: none.pem"))
        .anyMatch(found -> found.contains("there is no PEM certificate"));
  }
}
