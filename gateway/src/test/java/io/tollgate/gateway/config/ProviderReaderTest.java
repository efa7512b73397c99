package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.anthropic.AnthropicProvider;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.openai.responses.ResponsesProvider;
import io.tollgate.gateway.upstream.Account;
import io.tollgate.gateway.upstream.Allowance;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.SpokenDialect;
import io.tollgate.policies.yaml.Parsed;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderReaderTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEY", "sk-1", "HOME", "/nonexistent");

  private static Parsed<GatewayConfig> parse(String provider) {
    return ConfigFile.parse(
        Path.of("/etc/tollgate/tollgate.yaml"),
        "providers:\n  - " + provider + "\n",
        new SecretSource(ENVIRONMENT));
  }

  private static Provider read(String provider) {
    return switch (parse(provider)) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> config.providers().getFirst();
      case Parsed.Failed<GatewayConfig> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  private static List<String> problems(String provider) {
    return switch (parse(provider)) {
      case Parsed.Ok<GatewayConfig> _ -> List.of();
      case Parsed.Failed<GatewayConfig> failed ->
          failed.problems().stream()
              .map(p -> p.toString().substring(p.file().length() + 1))
              .toList();
    };
  }

  @Test
  void a_name_alone_takes_the_profile_of_that_name() {
    Provider provider = read("{ name: deepseek, key: 'env:KEY' }");

    assertThat(provider.baseUrl()).isEqualTo(URI.create("https://api.deepseek.com"));
    assertThat(provider.authentication()).isEqualTo(new Authentication.Bearer(new Secret("sk-1")));
    assertThat(provider.dialects("deepseek-flash").getFirst())
        .isEqualTo(
            new ChatProvider(
                UsageRule.DEEPSEEK,
                Set.of(
                    Quirk.MAX_TOKENS,
                    Quirk.NO_DEVELOPER_ROLE,
                    Quirk.NO_JSON_SCHEMA,
                    Quirk.REASONING_CONTENT),
                ChatProvider.ENDPOINTS));
    assertThat(provider.dialects("deepseek-flash").getLast())
        .isEqualTo(
            new AnthropicProvider(Set.of(), Endpoints.of("/anthropic/v1/messages"), "2023-06-01"));
  }

  @Test
  void a_profile_is_filled_with_what_is_said_of_it() {
    Provider provider =
        read(
            "{ name: my-azure, profile: azure, resource: foo, api_version: 2025-01-01-preview,"
                + " key: 'env:KEY' }");

    assertThat(provider.name()).isEqualTo("my-azure");
    assertThat(provider.baseUrl()).isEqualTo(URI.create("https://foo.openai.azure.com/openai"));
    assertThat(provider.authentication())
        .isEqualTo(new Authentication.Header("api-key", new Secret("sk-1")));
    ProviderDialect chat = provider.dialects("gpt 5").getFirst();
    assertThat(((ChatProvider) chat).endpoints().path("gpt 5", true))
        .isEqualTo("/deployments/gpt%205/chat/completions?api-version=2025-01-01-preview");
  }

  @Test
  void without_a_profile_it_speaks_openai_chat_wherever_it_is() {
    Provider provider = read("{ name: groq, base_url: 'http://127.0.0.1:1/v1' }");

    assertThat(provider.spoken())
        .containsExactly(SpokenDialect.of(ChatProvider.of(UsageRule.OPENAI)));
    assertThat(provider.authentication()).isEqualTo(new Authentication.None());
  }

  @Test
  void everything_of_a_profile_can_be_said_otherwise() {
    Provider provider =
        read(
            """
            { name: mine, profile: openai, base_url: 'http://127.0.0.1:1/x', key: 'env:KEY',
                auth: 'header:X-Key', headers: { OpenAI-Organization: org-1 }, usage: xai,
                dialects: [openai-responses, { dialect: openai-chat, below: /v9,
                           quirks: [max_tokens], models: ['gpt-*'] }] }\
            """);

    assertThat(provider.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:1/x"));
    assertThat(provider.authentication())
        .isEqualTo(new Authentication.Header("x-key", new Secret("sk-1")));
    assertThat(provider.headers()).containsExactly(Map.entry("openai-organization", "org-1"));
    assertThat(provider.spoken())
        .containsExactly(
            SpokenDialect.of(ResponsesProvider.of()),
            new SpokenDialect(
                new ChatProvider(
                    UsageRule.XAI, Set.of(Quirk.MAX_TOKENS), Endpoints.of("/v9/chat/completions")),
                List.of("gpt-*")));
  }

  @Test
  void who_says_where_it_is_need_not_give_what_would_have_said_so() {
    Provider provider =
        read("{ name: v, profile: runpod, base_url: 'http://127.0.0.1:1', key: 'env:KEY' }");

    assertThat(provider.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:1"));
  }

  @Test
  void ones_own_servers_need_no_key() {
    assertThat(read("{ name: vllm }").authentication()).isEqualTo(new Authentication.None());
    assertThat(read("{ name: vllm, key: 'env:KEY' }").authentication())
        .isEqualTo(new Authentication.Bearer(new Secret("sk-1")));
  }

  @Test
  void a_provider_may_have_several_accounts() {
    Provider provider =
        read(
            """
            { name: openai, accounts: [
                { name: main, key: 'env:KEY', weight: 3, tokens_per_minute: 2000000,
                  requests_per_minute: 5000 },
                { name: spare, key: 'env:KEY', auth: 'header:x-key' }] }\
            """);

    assertThat(provider.accounts())
        .containsExactly(
            new Account(
                "main",
                new Authentication.Bearer(new Secret("sk-1")),
                3,
                new Allowance(5_000, 2_000_000)),
            new Account(
                "spare",
                new Authentication.Header("x-key", new Secret("sk-1")),
                1,
                Allowance.UNSAID));
    assertThat(provider.toString()).doesNotContain("sk-1");
  }

  @Test
  void one_credential_is_one_account() {
    assertThat(read("{ name: groq, key: 'env:KEY' }").accounts())
        .containsExactly(Account.only(new Authentication.Bearer(new Secret("sk-1"))));
  }

  @Test
  void nothing_secret_is_printed() {
    assertThat(read("{ name: groq, key: 'env:KEY' }").toString()).doesNotContain("sk-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { name: opnai }                                       | 2:5: providers[0]: missing key "base_url", and there is no profile "opnai"; did you mean "openai"?
          { name: a, profile: grok1 }                           | 2:25: providers[0].profile: there is no profile "grok1"; did you mean "grok"?
          { name: groq }                                        | missing key "key"; write key: env:GROQ_API_KEY
          { name: runpod, key: 'env:KEY' }                      | missing key "endpoint"
          { name: runpod, endpoint: 'a/b', key: 'env:KEY' }     | providers[0].endpoint
          { name: groq, key: 'env:KEY', endpoint: e }           | endpoint: unknown key
          { name: groq, key: 'env:KEY', auth: bearr }           | auth: found "bearr"
          { name: groq, key: 'env:KEY', dialects: [openai-chta] } | did you mean "openai-chat"?
          { name: groq, key: 'env:KEY', dialects: [] }          | there is no dialect
          { name: groq, key: 'env:KEY', dialects: [[a]] }       | found a list
          { name: groq, key: 'env:KEY', dialects: [{ path: /x }] } | missing key "dialect"
          { name: groq, key: 'env:KEY', dialects: [{ dialect: anthropic, quirks: [vertx] }] } | did you mean "vertex"?
          { name: groq, key: 'env:KEY', dialects: [{ dialect: anthropic, path: 'v1' }] } | a path such as
          { name: groq, key: 'env:KEY', headers: { Authorization: x } } | headers.Authorization: this header cannot be set here
          { name: groq, key: 'env:KEY', headers: { a b: x } }   | this header cannot be set here
          { name: groq, accounts: [] }                          | providers[0].accounts: there is no account; name at least one
          { name: groq, accounts: [{ key: 'env:KEY' }] }        | 2:30: providers[0].accounts[0]: missing key "name"
          { name: groq, accounts: [{ name: a }] }               | missing key "key"; write key: env:GROQ_API_KEY
          { name: groq, accounts: [{ name: a, key: 'env:NO' }] } | providers[0].accounts[0].key
          { name: groq, accounts: [{ name: a, key: 'env:KEY', weight: 0 }] } | 2:65: providers[0].accounts[0].weight: 0 is out of range
          { name: groq, accounts: [{ name: a, key: 'env:KEY', tokens_per_minute: many }] } | accounts[0].tokens_per_minute
          { name: groq, accounts: [{ name: a, key: 'env:KEY', requests_per_minute: 0 }] } | accounts[0].requests_per_minute
          { name: groq, accounts: [{ name: a, key: 'env:KEY', wieght: 2 }] } | did you mean "weight"?
          { name: groq, accounts: [{ name: a, key: 'env:KEY' }, { name: a, key: 'env:KEY' }] } | providers[0].accounts: two accounts have one name
          { name: groq, key: 'env:KEY', accounts: [{ name: a, key: 'env:KEY' }] } | 2:24: providers[0].key: there are accounts, too; move it into one of them
          { name: groq, auth: none, accounts: [{ name: a, key: 'env:KEY' }] } | providers[0].auth: there are accounts, too
          """)
  void mistakes_are_named_with_advice(String provider, String problem) {
    assertThat(problems(provider)).singleElement().asString().contains(problem);
  }

  @Test
  void mistakes_do_not_hide_each_other() {
    assertThat(problems("{ name: groq, profile: nope, key: 'env:NONE', conections: 5 }"))
        .hasSize(3);
  }
}
