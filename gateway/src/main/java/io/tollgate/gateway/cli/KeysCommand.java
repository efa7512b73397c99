package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tollgate keys}: makes, lists and revokes virtual keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Makes, lists and revokes virtual keys.",
      "A running gateway takes the change in within a second."
    })
final class KeysCommand implements Runnable {

  @Mixin private ConfigOption config;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The file of keys (default: the configuration's, else keys.yaml).")
  private @Nullable Path file;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KeysCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say create, list or revoke.");
  }

  private Path keyFile() throws IOException, InvalidFilesException {
    if (file != null) {
      return file;
    }
    return config.isPresent() ? config.read().keyFile() : Path.of("keys.yaml");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key and prints it: once, it is not kept.")
  int create(
      @Option(names = "--name", required = true, description = "What the key is for.") String name,
      @Option(names = "--json", description = "Prints JSON.") boolean json)
      throws IOException, InvalidFilesException {
    Path target = keyFile();
    String text = KeyText.generate(new SecureRandom());
    VirtualKey key = VirtualKey.of(text, name);
    KeyFile.edit(target, keys -> keys.add(key));
    String id = key.id();
    if (json) {
      spec.commandLine().getOut().println("{\"id\":\"" + id + "\",\"key\":\"" + text + "\"}");
    } else {
      spec.commandLine().getOut().println(text);
      spec.commandLine()
          .getErr()
          .println(
              "Key " + id + " is in " + target + " as a digest; the line above is shown once.");
    }
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the keys by public id; secrets are not kept.")
  int list(@Option(names = "--json", description = "Prints JSON lines.") boolean json)
      throws IOException, InvalidFilesException {
    for (VirtualKey key : KeyFile.read(keyFile())) {
      String state = key.revokedAt() == null ? "active" : "revoked " + key.revokedAt();
      if (json) {
        spec.commandLine()
            .getOut()
            .println("{\"id\":\"" + key.id() + "\",\"active\":" + key.isActive() + "}");
      } else {
        spec.commandLine().getOut().printf("%s  %-32s  %s%n", key.id(), key.name(), state);
      }
    }
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revokes a key; it stays in the file, for the ledger's sake.")
  int revoke(@Parameters(paramLabel = "ID", description = "The public id.") String id)
      throws IOException, InvalidFilesException {
    Path target = keyFile();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    if (KeyFile.read(target).stream().noneMatch(key -> key.id().equals(id))) {
      spec.commandLine().getErr().println("tollgate: no key " + id + " in " + target + ".");
      return Tollgate.FOUND_WRONG;
    }
    KeyFile.edit(
        target, keys -> keys.replaceAll(key -> key.id().equals(id) ? key.revoked(now) : key));
    spec.commandLine().getErr().println("Key " + id + " is revoked.");
    return 0;
  }
}
