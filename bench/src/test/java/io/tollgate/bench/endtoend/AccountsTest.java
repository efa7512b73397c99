package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.BRIGHT;
import static io.tollgate.bench.endtoend.Stage.SWIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.upstream.Account;
import io.tollgate.gateway.upstream.Allowance;
import io.tollgate.gateway.upstream.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several accounts with one provider, as an operator configures and sees them. */
class AccountsTest {

  /** So many that at least one of them would rather use either of two accounts. */
  private static final int USERS = 24;

  @TempDir private Path folder;

  private static String page(Stage stage, String path) throws Exception {
    return stage.admin(path).body();
  }

  private static void assertSwiftAnswersEverybody(Stage stage) throws Exception {
    for (int user = 0; user < USERS; user++) {
      Reply reply = stage.post(Stage.chat(SWIFT, "Hello", "\"user\":\"u" + user + "\""));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-tollgate-model")).isEqualTo(SWIFT);
    }
  }

  private static void giveAccounts(Stage stage, String present, String accounts)
      throws IOException {
    Path config = stage.rig.files().config();
    String text = Files.readString(config);
    assertThat(text).contains(present);
    Files.writeString(config, text.replace(present, accounts));
    assertThat(stage.gateway.reload()).isEmpty();
  }

  @Test
  void a_key_that_is_refused_costs_no_request_and_is_shown_without_itself() throws Exception {
    try (Stage stage = Stage.start(folder)) {
      Files.writeString(stage.rig.files().folder().resolve("old.key"), "sk-revoked");
      String accounts =
          """
          accounts:
            - { name: old, key: 'file:old.key' }
            - { name: new, key: 'file:cheap.key', tokens_per_minute: 9000000 }
          """
              .indent(4);
      giveAccounts(stage, "    key: file:cheap.key\n", accounts);

      assertSwiftAnswersEverybody(stage);
      String shown = page(stage, "/admin/v1/accounts");
      assertThat(shown)
          .contains(
              "\"provider\":\"cheap\",\"account\":\"old\",\"weight\":1,\"state\":\"rejected\"")
          .contains("\"provider\":\"cheap\",\"account\":\"new\",\"weight\":1,\"state\":\"ready\"")
          .containsPattern("\"account\":\"new\".*\"tokens_remaining\":89\\d{5}")
          .contains("\"provider\":\"dear\",\"account\":\"default\"")
          .doesNotContain("sk-");
      String metrics = page(stage, "/metrics");
      assertThat(metrics)
          .contains(
              "tollgate_account_state{account=\"old\",provider=\"cheap\",state=\"rejected\"} 1.0")
          .contains(
              "tollgate_account_rests_total{account=\"old\",provider=\"cheap\",why=\"rejected\"}")
          .containsPattern(
              "tollgate_account_requests_total\\{account=\"new\",provider=\"cheap\"} \\d")
          .doesNotContain("sk-");

      int refused = refusedAtCheap(stage);
      giveAccounts(stage, "{ name: old,", "{ name: old, weight: 900,");
      assertSwiftAnswersEverybody(stage);
      assertThat(refusedAtCheap(stage))
          .as("what is known of an account outlives a reload")
          .isEqualTo(refused);
      assertThat(page(stage, "/admin/v1/accounts"))
          .contains("\"weight\":900,\"state\":\"rejected\"");

      giveAccounts(
          stage, accounts.replace("old,", "old, weight: 900,"), "    key: file:cheap.key\n");
      assertThat(page(stage, "/metrics"))
          .doesNotContain("account=\"old\",provider=\"cheap\",state");
      assertSwiftAnswersEverybody(stage);
    }
  }

  private static int refusedAtCheap(Stage stage) {
    return (int)
        stage.rig.provider("cheap").received().stream()
            .filter(request -> request.toString().contains("sk-revoked"))
            .count();
  }

  private static Provider limited(Provider provider) {
    long requests =
        switch (provider.name()) {
          case "cheap" -> 2;
          case "dear" -> 1;
          default -> 0;
        };
    return provider.withAccounts(
        List.of(new Account("only", provider.authentication(), 1, new Allowance(requests, 0))));
  }

  @Test
  void what_contracts_allow_is_kept_to_before_anything_is_sent() throws Exception {
    try (Stage stage =
        Stage.start(
            folder,
            Stage.CHEAPEST,
            "",
            config -> Stage.withProviders(config, AccountsTest::limited))) {
      String body = Stage.chat("auto", "Hello");
      for (String model : List.of(SWIFT, SWIFT, BRIGHT)) {
        Reply reply = stage.post(body);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-tollgate-model")).isEqualTo(model);
        assertThat(reply.header("x-tollgate-attempts")).isEqualTo("1");
      }
      Reply refused = stage.post(body);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.error().path("code").stringValue()).isEqualTo("upstream_rate_limited");
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 62);
      assertThat(stage.seenUpstream()).isEqualTo(3);
    }
  }
}
