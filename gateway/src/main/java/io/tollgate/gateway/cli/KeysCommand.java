package io.tollgate.gateway.cli;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.DirectoryEditor;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.keys.Directory;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate keys}: makes, lists, rotates and revokes virtual keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Makes, lists, rotates and revokes virtual keys.",
      "A running gateway takes the change in within a second."
    })
final class KeysCommand implements Runnable {

  @Mixin private KeyFileOption file;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KeysCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say create, list, rotate or revoke.");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key and prints it: once, it is not kept.")
  int create(
      @Option(names = "--name", required = true, description = "What the key is for.") String name,
      @Option(
              names = "--owner",
              paramLabel = "SCOPE",
              description = "Whose it is: project:ID, team:ID or organization:ID.")
          @Nullable String owner,
      @Option(names = "--user", paramLabel = "ID", description = "The user whose it is.")
          @Nullable String user,
      @Option(
              names = "--tag",
              paramLabel = "NAME=VALUE",
              description = "Tags its spend; may be given several times.")
          @Nullable Map<String, String> tags,
      @Option(
              names = "--max-cost",
              paramLabel = "USD",
              description = "What a request may cost at most.")
          @Nullable BigDecimal maxCost,
      @Option(
              names = "--open-mode",
              description =
                  "Goes on within its gateway's leases, for a time, while the store that gateways"
                      + " share does not answer.")
          boolean openMode,
      @Option(
              names = "--expires",
              paramLabel = "WHEN",
              description = "When it ends: 2027-01-31T00:00:00Z, or in how long: 12h, 90d.")
          @Nullable String expires,
      @Mixin GrantOptions grants,
      @Option(names = "--json", description = "Prints JSON.") boolean json)
      throws IOException, InvalidFilesException {
    String text = KeyText.generate(new SecureRandom());
    VirtualKey key;
    try {
      key =
          VirtualKey.of(
              text,
              name,
              new KeyTerms(
                  owner == null ? null : Scope.parse(owner),
                  user,
                  tags == null ? Map.of() : tags,
                  grants.grants(),
                  maxCost == null ? null : Picodollars.ofDollars(maxCost),
                  openMode,
                  expires == null ? null : Moments.read(expires, Instant.now()),
                  null));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    DirectoryEditor target = file.directory();
    edit(
        target,
        directory -> {
          List<VirtualKey> keys = new ArrayList<>(directory.keys());
          keys.add(key);
          return directory.withKeys(keys);
        });
    tell(target, text, key.id(), json);
    return 0;
  }

  private void edit(DirectoryEditor target, UnaryOperator<Directory> change)
      throws IOException, InvalidFilesException {
    try {
      target.edit(KeyFileOption.editor(), change);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void tell(DirectoryEditor target, String text, String id, boolean json) {
    if (json) {
      spec.commandLine().getOut().println("{\"id\":\"" + id + "\",\"key\":\"" + text + "\"}");
    } else {
      spec.commandLine().getOut().println(text);
      spec.commandLine()
          .getErr()
          .println(
              "Key " + id + " is in " + target + " as a digest; the line above is shown once.");
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the keys by public id; secrets are not kept.")
  int list(@Option(names = "--json", description = "Prints JSON lines.") boolean json)
      throws IOException, InvalidFilesException {
    Instant now = Instant.now();
    for (VirtualKey key : file.directory().read().keys()) {
      if (json) {
        spec.commandLine()
            .getOut()
            .println("{\"id\":\"" + key.id() + "\",\"active\":" + key.isActive(now) + "}");
      } else {
        Scope owner = key.terms().owner();
        spec.commandLine()
            .getOut()
            .printf(
                "%s  %-32s  %-24s  %s%n",
                key.id(), key.name(), owner == null ? "-" : owner, state(key, now));
      }
    }
    return 0;
  }

  private static String state(VirtualKey key, Instant now) {
    Instant expires = key.terms().expiresAt();
    if (key.revokedAt() != null) {
      return "revoked " + key.revokedAt();
    }
    if (expires != null) {
      return (key.isActive(now) ? "active until " : "expired ") + expires;
    }
    return "active";
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description =
          "Gives a key another secret and prints it: once. The one it has is good for some time"
              + " more.")
  int rotate(
      @Parameters(paramLabel = "ID", description = "The public id.") String id,
      @Option(
              names = "--overlap",
              defaultValue = "24h",
              paramLabel = "TIME",
              description =
                  "How long the present secret is good: 30m, 24h, 0s. Default: ${DEFAULT-VALUE}.")
          String overlap,
      @Option(names = "--json", description = "Prints JSON.") boolean json)
      throws IOException, InvalidFilesException {
    Instant until;
    try {
      until = Moments.read(overlap, Instant.now());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    DirectoryEditor target = file.directory();
    if (isUnknown(target, id)) {
      return Tollgate.FOUND_WRONG;
    }
    String text = KeyText.generate(new SecureRandom(), id);
    edit(target, directory -> changed(directory, id, key -> key.rotated(text, until)));
    tell(target, text, id, json);
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revokes a key; it stays in the file, for the ledger's sake.")
  int revoke(@Parameters(paramLabel = "ID", description = "The public id.") String id)
      throws IOException, InvalidFilesException {
    DirectoryEditor target = file.directory();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    if (isUnknown(target, id)) {
      return Tollgate.FOUND_WRONG;
    }
    edit(target, directory -> changed(directory, id, key -> key.revoked(now)));
    spec.commandLine().getErr().println("Key " + id + " is revoked.");
    return 0;
  }

  private boolean isUnknown(DirectoryEditor target, String id)
      throws IOException, InvalidFilesException {
    boolean unknown = target.read().keys().stream().noneMatch(key -> key.id().equals(id));
    if (unknown) {
      spec.commandLine().getErr().println("tollgate: no key " + id + " in " + target + ".");
    }
    return unknown;
  }

  private static Directory changed(
      Directory directory, String id, UnaryOperator<VirtualKey> change) {
    return directory.withKeys(
        directory.keys().stream()
            .map(key -> key.id().equals(id) ? change.apply(key) : key)
            .toList());
  }
}
