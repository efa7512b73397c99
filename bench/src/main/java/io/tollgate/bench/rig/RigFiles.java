package io.tollgate.bench.rig;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.bench.provider.UsageStyle;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files a gateway in front of simulated providers is configured by: real files, to be read and
 * edited like anybody's.
 *
 * @param folder where they are
 */
public record RigFiles(Path folder) {

  /** Connections to each provider and event loop: so many that they are never what is tested. */
  private static final int CONNECTIONS = 20_000;

  /**
   * One simulated provider that runs, here or elsewhere.
   *
   * @param demo what is to be said of it
   * @param baseUrl where it listens
   * @param trusted PEM file of the authority of its certificate, or {@code null}
   */
  public record Running(DemoProvider demo, String baseUrl, @Nullable Path trusted) {

    /** One whose certificate, if any, needs no trust of its own. */
    public Running(DemoProvider demo, String baseUrl) {
      this(demo, baseUrl, null);
    }

    String name() {
      return demo.profile().name();
    }
  }

  /** The configuration. */
  public Path config() {
    return folder.resolve("tollgate.yaml");
  }

  /** The policies. */
  public Path policies() {
    return folder.resolve("policies.yaml");
  }

  /**
   * Writes all files.
   *
   * @param keyText the one virtual key that is accepted
   * @param policies the text of the policies
   * @param listen the listeners, as the value of {@code listen}
   * @param settings further lines of the configuration, e.g. {@code durability: disk}
   */
  public void write(
      List<Running> providers, String keyText, String policies, String listen, String settings)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(config(), config(providers, listen, settings));
    Files.writeString(folder.resolve("models.yaml"), models(providers));
    Files.writeString(folder.resolve("prices.yaml"), prices(providers));
    Files.writeString(policies(), policies);
    KeyFile.write(
        folder.resolve("keys.yaml"),
        List.of(
            new VirtualKey(
                keyText.substring(3, 15),
                "demo",
                HexFormat.of().formatHex(KeyText.digest(keyText)),
                null)));
    for (Running provider : providers) {
      Files.writeString(
          folder.resolve(provider.name() + ".key"),
          provider.demo().profile().key(),
          StandardCharsets.US_ASCII);
    }
  }

  private static String config(List<Running> providers, String listen, String settings) {
    StringBuilder yaml = new StringBuilder("# Written anew at each start.\n");
    yaml.append("listen: ").append(listen).append('\n');
    yaml.append("data_dir: ledger\nkeys: keys.yaml\npolicies: policies.yaml\n");
    yaml.append("models: [models.yaml]\nprices: [prices.yaml]\n").append(settings);
    yaml.append("providers:\n");
    for (Running provider : providers) {
      yaml.append("  - name: ").append(provider.name()).append('\n');
      yaml.append("    base_url: ").append(provider.baseUrl()).append('\n');
      yaml.append("    usage: ").append(usageRule(provider)).append('\n');
      yaml.append("    connections: ").append(CONNECTIONS).append('\n');
      yaml.append("    key: file:").append(provider.name()).append(".key\n");
      if (provider.trusted() != null) {
        yaml.append("    trusted_certificates: ").append(provider.trusted()).append('\n');
      }
    }
    return yaml.toString();
  }

  private static String usageRule(Running provider) {
    boolean hitsAndMisses =
        provider.demo().profile().models().stream()
            .anyMatch(model -> model.usageStyle() == UsageStyle.DEEPSEEK);
    return hitsAndMisses ? "deepseek" : "openai";
  }

  private static String models(List<Running> providers) {
    StringBuilder yaml = new StringBuilder("# The simulated models, as a catalogue.\nmodels:\n");
    for (Running provider : providers) {
      for (Deployment deployment : provider.demo().deployments()) {
        Model model = deployment.model();
        yaml.append("  ").append(model.id()).append(":\n");
        yaml.append("    class: ").append(model.modelClass().key()).append('\n');
        yaml.append("    quality: ")
            .append(BigDecimal.valueOf(model.qualityPpm(), 6).stripTrailingZeros().toPlainString())
            .append('\n');
        yaml.append("    context: ").append(model.contextWindow()).append('\n');
        yaml.append("    max_output: ").append(model.maxOutput()).append('\n');
        yaml.append("    capabilities: [")
            .append(
                model.capabilities().stream()
                    .map(Capability::key)
                    .sorted()
                    .collect(Collectors.joining(", ")))
            .append("]\n");
        yaml.append("    deployments: [").append(deployment.id()).append("]\n");
      }
    }
    return yaml.toString();
  }

  private static String prices(List<Running> providers) {
    StringBuilder yaml =
        new StringBuilder(
            "# What the simulated models cost: dollars per million tokens.\nprices:\n");
    for (Running provider : providers) {
      for (Deployment deployment : provider.demo().deployments()) {
        TokenPrices prices = provider.demo().prices(deployment);
        yaml.append("  ").append(deployment.id()).append(":\n");
        yaml.append("    input: ").append(perMillion(prices.inputPico())).append('\n');
        yaml.append("    cache_read: ").append(perMillion(prices.cachedInputPico())).append('\n');
        yaml.append("    output: ").append(perMillion(prices.outputPico())).append('\n');
        yaml.append("    source: simulated\n    as_of: 2026-11-21\n    confidence: A\n");
      }
    }
    return yaml.toString();
  }

  /** Pico-dollars per token are micro-dollars per million tokens. */
  private static String perMillion(long pico) {
    return BigDecimal.valueOf(pico, 6).stripTrailingZeros().toPlainString();
  }
}
