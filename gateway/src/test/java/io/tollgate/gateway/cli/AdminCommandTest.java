package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.audit.AuditEntry;
import io.tollgate.gateway.audit.AuditFile;
import io.tollgate.gateway.audit.AuditLog;
import io.tollgate.gateway.config.ConfigFile;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.SecretSource;
import io.tollgate.gateway.roles.AdminToken;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class AdminCommandTest {

  private static final String PROVIDERS =
      "providers: [ { name: local, base_url: 'http://127.0.0.1:11434/v1' } ]\n";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Tollgate.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private static Parsed<GatewayConfig> config(String lines) {
    return ConfigFile.parse(
        Path.of("tollgate.yaml"), PROVIDERS + lines, new SecretSource(Map.of()));
  }

  @Test
  void a_new_token_is_proven_against_the_line_that_comes_with_it() {
    assertThat(run("admin", "token", "--name", "lead", "--role", "team-admin", "--scope", "team:a"))
        .isZero();
    String token = out.toString().strip();
    assertThat(token).matches("tga_[0-9a-f]{48}");
    String said = err.toString();
    assertThat(said).doesNotContain(token);
    String lines = said.substring(said.indexOf("admin:"));
    switch (config(lines)) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> {
        AdminToken known = config.admin().tokens().authenticate(token);
        assertThat(known).isEqualTo(config.admin().tokens().tokens().getFirst());
        assertThat(config.admin().tokens().authenticate(token + "0")).isNull();
        assertThat(config.admin().tokens().authenticate("")).isNull();
      }
      case Parsed.Failed<GatewayConfig> failed ->
          throw new AssertionError(failed.problems().toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lead, team-admin, '', scope missing",
    "lead, team-admin, user:a, 'scope user:a (expected for team-admin: organization:ID'",
    "ada, member, team:a, 'expected for member: user:ID'",
    "root, admin, team:a, 'expected for admin: none'",
    "root, owner, '', 'expected: admin, ops, finance'",
    "Root, admin, '', lowercase"
  })
  void a_token_that_would_have_no_place_is_refused(
      String name, String role, String scope, String why) {
    int exit =
        scope.isEmpty()
            ? run("admin", "token", "--name", name, "--role", role)
            : run("admin", "token", "--name", name, "--role", role, "--scope", scope);
    assertThat(exit).isEqualTo(Tollgate.INVALID);
    assertThat(err.toString()).contains(why);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ name: a, sha256: x, role: admin }|64 hexadecimal digits",
        "{ name: a, sha256: D, role: boss }|one of admin, ops, finance, auditor, team-admin,"
            + " member",
        "{ name: a, sha256: D, role: ops, scope: 'team:a' }|expected for ops: none",
        "{ name: a, sha256: D, role: ops, level: 9 }|unknown key",
        "{ name: a, sha256: D, role: ops }, { name: b, sha256: D, role: ops }|one digest"
      })
  void mistakes_in_the_tokens_of_a_configuration_are_named(String tokens, String problem) {
    Parsed<GatewayConfig> parsed =
        config("admin: { tokens: [ " + tokens.replace("D", "'" + "ab".repeat(32) + "'") + " ] }\n");
    assertThat(parsed.toString()).contains("Failed").contains(problem);
  }

  @Test
  void the_audit_log_is_listed_and_checked() throws IOException {
    Path file = AuditFile.of(folder);
    try (AuditLog log = new AuditLog(file, InstantSource.system())) {
      for (String who : new String[] {"olga", "bob"}) {
        log.append(
            new AuditEntry(who, "ops", "::1", "PUT", "/", "keys.write", Map.of(), 403, "no"));
      }
    }
    assertThat(run("admin", "audit", "verify", "--dir", folder.toString())).isZero();
    assertThat(out.toString()).contains("2 lines are sound");
    assertThat(run("admin", "audit", "list", "--last", "1", "--dir", folder.toString())).isZero();
    assertThat(out.toString()).contains("bob").doesNotContain("olga");
    Files.writeString(file, Files.readString(file).replace("\"olga\"", "\"eve\""));
    assertThat(run("admin", "audit", "verify", "--dir", folder.toString()))
        .isEqualTo(Tollgate.FOUND_WRONG);
    assertThat(out.toString()).contains("BAD LINE: line 1 was changed");
  }

  @Test
  void where_nothing_was_recorded_that_is_said() {
    assertThat(run("admin", "audit", "verify", "--dir", folder.toString()))
        .isEqualTo(Tollgate.FAILED);
    assertThat(err.toString()).contains("nothing was recorded yet");
  }
}
