package io.tollgate.gateway.cli;

import io.tollgate.adapters.provider.ProviderProfile;
import io.tollgate.adapters.provider.ProviderProfiles;
import io.tollgate.gateway.discovery.FoundServer;
import io.tollgate.gateway.discovery.LocalServers;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate providers}: the profiles that are shipped, and the servers that run nearby. */
@Command(
    name = "providers",
    mixinStandardHelpOptions = true,
    description = "Shows the providers that are known, and finds model servers on this machine.")
final class ProvidersCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  ProvidersCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say list, show or discover.");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Names every profile: what it speaks, and where its key usually is.")
  int list(@Option(names = "--json", description = "Prints JSON.") boolean json) {
    List<ProviderProfile> all = ProviderProfiles.shipped().all();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ProviderText.json(all));
    } else {
      ProviderText.table(all).forEach(out::println);
    }
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints a profile, its sources, and what to write into tollgate.yaml.")
  int show(
      @Parameters(paramLabel = "NAME", description = "Its name or an alias.") String name,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    ProviderProfile profile = ProviderProfiles.shipped().find(name);
    if (profile == null) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no profile \"" + name + "\"; " + ProviderProfiles.shipped().advice(name) + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ProviderText.json(profile));
    } else {
      ProviderText.page(profile).forEach(out::println);
    }
    return 0;
  }

  @Command(
      name = "discover",
      mixinStandardHelpOptions = true,
      description = {
        "Looks for model servers on their usual ports: Ollama, vLLM, SGLang, llama.cpp, LM Studio,",
        "TGI, NVIDIA NIM, DeepSpeed-MII, LocalAI, and others that speak as OpenAI does. Asks each"
            + " by",
        "GET what it is and which models it has, and prints what to write into tollgate.yaml.",
        "Nothing is changed anywhere."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:a server was found", "1:none was found", "2:the command line is wrong"})
  int discover(
      @Option(
              names = "--host",
              paramLabel = "HOST",
              defaultValue = "127.0.0.1",
              description = "Where to look (default: ${DEFAULT-VALUE}).")
          String host,
      @Option(
              names = "--port",
              paramLabel = "PORT",
              split = ",",
              description = "Looks on these ports instead of the usual ones.")
          @Nullable List<Integer> ports,
      @Option(names = "--json", description = "Prints JSON.") boolean json)
      throws InterruptedException {
    if (!host.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]")) {
      throw new ParameterException(
          spec.commandLine(), "The host is a name or an address, IPv6 in brackets.");
    }
    List<Integer> where = ports == null ? LocalServers.USUAL_PORTS : ports;
    if (where.stream().anyMatch(port -> port < 1 || port > 65_535)) {
      throw new ParameterException(spec.commandLine(), "A port is a number from 1 to 65535.");
    }
    List<FoundServer> found = LocalServers.find(host, where);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(DiscoveryText.json(found));
    } else if (found.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("No model server was found on " + host + ", ports " + where + ".");
    } else {
      DiscoveryText.report(found).forEach(out::println);
    }
    return found.isEmpty() ? Tollgate.FOUND_WRONG : 0;
  }
}
