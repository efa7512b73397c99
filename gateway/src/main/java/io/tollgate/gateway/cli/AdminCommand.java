package io.tollgate.gateway.cli;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.roles.AdminToken;
import io.tollgate.gateway.roles.Role;
import io.tollgate.gateway.roles.TokenText;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tollgate admin}: who may use the admin API, and what was done by it. */
@Command(
    name = "admin",
    mixinStandardHelpOptions = true,
    subcommands = AuditCommand.class,
    description = "Who may use the admin API, and what was done by it.")
final class AdminCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AdminCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say token or audit.");
  }

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a token and prints it: once, it is not kept.",
        "The line for the configuration's admin.tokens goes to standard error: only a digest is in"
            + " it."
      })
  int token(
      @Option(names = "--name", required = true, description = "Who it is, in the audit log.")
          String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description = "admin, ops, finance, auditor, team-admin or member.")
          String role,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              description =
                  "Of a team-admin: organization:ID, team:ID or project:ID. Of a member: user:ID.")
          @Nullable String scope) {
    String text = TokenText.generate(new SecureRandom());
    AdminToken token;
    try {
      if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
        throw new IllegalArgumentException(
            "name \"" + name + "\" (expected: lowercase letters, digits and dashes)");
      }
      token =
          new AdminToken(
              name, TokenText.digest(text), role(role), scope == null ? null : Scope.parse(scope));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getOut().println(text);
    spec.commandLine()
        .getErr()
        .printf(
            "The line above is shown once. In tollgate.yaml:%nadmin:%n  tokens:%n"
                + "    - { name: %s, sha256: %s, role: %s%s }%n",
            token.name(),
            token.sha256(),
            token.role().key(),
            token.scope() == null ? "" : ", scope: \"" + token.scope() + "\"");
    return 0;
  }

  private static Role role(String text) {
    return Arrays.stream(Role.values())
        .filter(role -> role.key().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "role \""
                    + text
                    + "\" (expected: admin, ops, finance, auditor, team-admin or member)"));
  }
}
