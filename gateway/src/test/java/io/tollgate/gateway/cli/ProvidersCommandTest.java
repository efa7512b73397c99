package io.tollgate.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.provider.ProviderProfile;
import io.tollgate.adapters.provider.ProviderProfiles;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.SecretSource;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class ProvidersCommandTest {

  @TempDir Path folder;

  private record Run(int exitCode, String out, String err) {
    static Run of(String... arguments) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      CommandLine line =
          Tollgate.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true));
      int exitCode = line.execute(arguments);
      return new Run(exitCode, out.toString(), err.toString());
    }
  }

  private static String models(String owner, String... names) {
    StringBuilder list = new StringBuilder("{\"object\":\"list\",\"data\":[");
    for (String name : names) {
      list.append(list.charAt(list.length() - 1) == '[' ? "" : ",")
          .append("{\"id\":\"" + name + "\",\"owned_by\":\"" + owner + "\"}");
    }
    return list + "]}";
  }

  private static Run discover(SmallServer server) {
    return Run.of("providers", "discover", "--port", Integer.toString(server.port()));
  }

  @Test
  void list_names_every_profile() {
    Run run = Run.of("providers", "list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(ProviderProfiles.shipped().all().size());
    assertThat(run.out())
        .contains("GROQ_API_KEY")
        .containsPattern("vertex +google_service_account +gemini, anthropic, openai-chat")
        .containsPattern("lambda .*\\(discontinued\\)");
    JsonNode json = JsonDocument.read(Run.of("providers", "list", "--json").out());
    assertThat(json.size()).isEqualTo(ProviderProfiles.shipped().all().size());
    assertThat(json.get(0).get("base_url").stringValue()).isEqualTo("https://api.openai.com/v1");
  }

  @Test
  void show_prints_a_profile_by_any_of_its_names() {
    Run run = Run.of("providers", "show", "azure");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("https://{resource}.openai.azure.com/openai")
        .contains("openai-chat at /deployments/{model}/chat/completions?api-version={api_version}")
        .contains("source:")
        .contains("  - { name: azure-openai, resource: ..., key: env:AZURE_OPENAI_API_KEY }");
    assertThat(JsonDocument.read(Run.of("providers", "show", "grok", "--json").out()).get("name"))
        .hasToString("\"xai\"");
  }

  @Test
  void the_table_in_the_docs_is_that_of_the_shipped_profiles() throws IOException {
    Path docs = Path.of(System.getProperty("tollgate.root", "..")).resolve("docs/providers.md");

    assertThat(Files.readString(docs))
        .contains(String.join("\n", markdown(ProviderProfiles.shipped().all())) + "\n");
  }

  private static List<String> markdown(List<ProviderProfile> profiles) {
    List<String> lines = new ArrayList<>();
    lines.add("| name, also | provider | base URL | key | speaks | as of |");
    lines.add("|---|---|---|---|---|---|");
    for (ProviderProfile profile : profiles) {
      List<String> names = new ArrayList<>(List.of("`" + profile.name() + "`"));
      names.addAll(profile.aliases());
      lines.add(
          "| %s | [%s](%s)%s | `%s` | %s | %s | %s |"
              .formatted(
                  String.join(", ", names),
                  profile.title(),
                  profile.docs(),
                  profile.discontinued() == null ? "" : ": **discontinued**",
                  profile.baseUrl(),
                  profile.keyVariable() == null
                      ? profile.auth()
                      : "`" + profile.keyVariable() + "`",
                  ProviderText.dialects(profile),
                  profile.asOf()));
    }
    return lines;
  }

  @Test
  void show_knows_what_was_meant() {
    Run run = Run.of("providers", "show", "antropic");

    assertThat(run.exitCode()).isEqualTo(Tollgate.INVALID);
    assertThat(run.err()).contains("no profile \"antropic\"; did you mean \"anthropic\"?");
  }

  @Test
  void what_show_says_to_write_is_a_configuration() throws IOException {
    for (ProviderProfile profile : ProviderProfiles.shipped().all()) {
      if (profile.auth().kind().key().contains("_") || profile.auth().toString().equals("sigv4")) {
        continue;
      }
      String entry = ProviderText.entry(profile).replace("...", "x1");
      assertThat(read("providers:\n  - " + entry + "\n").providers().getFirst().name())
          .isEqualTo(profile.name());
    }
  }

  private GatewayConfig read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("tollgate.yaml"), text);
    Map<String, String> environment = new HashMap<>();
    ProviderProfiles.shipped()
        .all()
        .forEach(p -> environment.put(String.valueOf(p.keyVariable()), "sk-1"));
    return switch (ConfigSource.file(file, new SecretSource(environment)).read()) {
      case Parsed.Ok<GatewayConfig> ok -> ok.value();
      case Parsed.Failed<GatewayConfig> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/version    | {"version":"0.12.3"}                               | library   | Ollama 0.12.3             | profile: ollama, base_url: '%s'
          /version        | {"version":"0.32.0"}                               | vllm      | vLLM 0.32.0               | profile: vllm, base_url: '%s/v1'
          /props          | {"default_generation_settings":{},"build_info":"b8"} | llamacpp | llama.cpp b8            | profile: llamacpp, base_url: '%s/v1'
          /get_model_info | {"model_path":"m"}                                 | sglang    | SGLang                    | profile: sglang, base_url: '%s/v1'
          /info           | {"model_id":"m","version":"3.3"}                   | m         | Text Generation Inference 3.3 | profile: tgi, base_url: '%s/v1'
          /v1/metadata    | {"modelInfo":[],"version":"2.1"}                   | vllm      | NVIDIA NIM 2.1            | profile: nim, base_url: '%s/v1'
          /api/v0/models  | {"data":[]}                                        | organization_owner | LM Studio        | profile: lmstudio, base_url: '%s/v1'
          /system         | {"backends":[]}                                    |           | LocalAI                   | name: local, base_url: '%s/v1'
          /none           | {}                                                 | deepspeed-mii | DeepSpeed-MII         | profile: deepspeed-mii, base_url: '%s/v1'
          /none           | {}                                                 | someone   | OpenAI-compatible server  | name: local, base_url: '%s/v1'
          """)
  void a_server_is_told_by_what_only_it_answers(
      String path, String body, String owner, String said, String entry) throws IOException {
    Map<String, String> answers =
        Map.of(path, body, "/v1/models", models(String.valueOf(owner), "one", "two/three"));
    // LM Studio answers 200 to paths that it does not know.
    try (SmallServer server =
        SmallServer.of(answers, said.equals("LM Studio") ? 200 : 404, Map.of())) {
      Run run = discover(server);

      String url = "http://127.0.0.1:" + server.port();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains(url + "  " + said + "\n");
      assertThat(run.out()).contains("/one\n").contains("/two/three\n");
      assertThat(run.out()).contains(entry.formatted(url) + " }");
      assertThat(Set.copyOf(server.asked())).as("it is only looked at").containsExactly("GET");
      String yaml = run.out().substring(run.out().indexOf("providers:"));
      assertThat(read(yaml).providers().getFirst().baseUrl().toString())
          .as("the entry is right as it stands")
          .startsWith(url);
    }
  }

  @Test
  void a_server_that_wants_a_key_is_found_without_one() throws IOException {
    try (SmallServer server =
        SmallServer.of(Map.of("/version", "{\"version\":\"0.32.0\"}"), 401, Map.of())) {
      Run run = discover(server);

      assertThat(run.out())
          .contains("vLLM 0.32.0  (wants a key)")
          .contains("key: env:VLLM_API_KEY }");
    }
  }

  @Test
  void its_own_gateway_is_no_model_server() throws IOException {
    try (SmallServer gateway =
        SmallServer.of(
            Map.of("/v1/models", models("x", "m")), 404, Map.of("x-tollgate-request-id", "r"))) {
      Run run = discover(gateway);

      assertThat(run.exitCode()).isEqualTo(Tollgate.FOUND_WRONG);
      assertThat(run.err()).contains("No model server was found");
    }
  }

  @Test
  void other_servers_and_closed_ports_are_nothing() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    try (SmallServer web = SmallServer.of(Map.of("/", "hello", "/v1/models", "<html>"));
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run =
          Run.of(
              "providers",
              "discover",
              "--json",
              "--port",
              web.port() + "," + closed + "," + silent.getLocalPort());

      assertThat(run.exitCode()).isEqualTo(Tollgate.FOUND_WRONG);
      assertThat(run.out()).isEqualTo("[]\n");
    }
  }

  @Test
  void two_servers_of_one_kind_get_names_of_their_own() throws IOException {
    Map<String, String> vllm =
        Map.of("/version", "{\"version\":\"1\"}", "/v1/models", models("vllm", "m"));
    try (SmallServer one = SmallServer.of(vllm);
        SmallServer two = SmallServer.of(vllm)) {
      JsonNode json =
          JsonDocument.read(
              Run.of("providers", "discover", "--json", "--port", one.port() + "," + two.port())
                  .out());

      assertThat(json.get(0).get("config").stringValue()).startsWith("{ name: vllm, ");
      assertThat(json.get(1).get("config").stringValue())
          .startsWith("{ name: vllm-" + two.port() + ", profile: vllm, ");
      assertThat(json.get(1).get("models").toString()).isEqualTo("[\"m\"]");
    }
  }

  @ParameterizedTest
  @CsvSource({"--host,a/b", "--host,user@h", "--port,0", "--port,x"})
  void a_wrong_command_line_is_said_to_be(String option, String value) {
    assertThat(Run.of("providers", "discover", option, value).exitCode())
        .isEqualTo(Tollgate.INVALID);
  }

  @Test
  void help_says_what_exit_codes_mean() {
    Run run = Run.of("providers", "discover", "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Exit codes:").contains("none was found").contains("GET");
    assertThat(Run.of("providers").exitCode()).isEqualTo(Tollgate.INVALID);
  }
}
