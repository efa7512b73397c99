package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.upstream.Account;
import io.tollgate.gateway.upstream.AccountStatus;
import io.tollgate.gateway.upstream.Allowance;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.RawServer;
import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.gateway.upstream.Resilience.Retries;
import io.tollgate.gateway.upstream.Secret;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that one account of a provider is refused, and what its others do for them. */
class OtherAccountTest {

  private static final String TOO_MANY = "429 Too Many Requests";
  private static final Pattern KEY = Pattern.compile("authorization: bearer (\\S+)\r\n");

  @TempDir private Path folder;

  /** A provider that looks at the key, and refuses those of the accounts that came first. */
  private static final class Doorman implements Stage.Answer {
    private final int accountsRefused;
    private final String refusal;
    private final Set<String> refused = new HashSet<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    Doorman(int accountsRefused, String status, String headers, String body) {
      this.accountsRefused = accountsRefused;
      this.refusal =
          "HTTP/1.1 "
              + status
              + "\r\n"
              + headers
              + "content-type: application/json\r\ncontent-length: "
              + body.length()
              + "\r\n\r\n"
              + body;
    }

    @Override
    public void answer(Stage stage, NetSocket socket) {
      String request = stage.providers.getFirst().requests().getLast().toLowerCase(Locale.ROOT);
      Matcher key = KEY.matcher(request);
      assertThat(key.find()).isTrue();
      keys.add(key.group(1));
      if (refused.size() < accountsRefused) {
        refused.add(key.group(1));
      }
      socket.write(
          refused.contains(key.group(1))
              ? refusal
              : request.contains("\"stream\":true")
                  ? Answers.stream("here")
                  : Answers.plain("here"));
    }
  }

  private static UnaryOperator<Provider> accounts(int count, Allowance each) {
    return provider -> {
      List<Account> accounts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Secret key = new Secret("sk-" + i);
        accounts.add(new Account("account-" + i, new Authentication.Bearer(key), 1, each));
      }
      return provider.withAccounts(accounts);
    };
  }

  private static UnaryOperator<Provider> accounts(int count) {
    return accounts(count, Allowance.UNSAID);
  }

  private static String answer(Stage stage, boolean stream) throws IOException {
    try (RawClient client = stage.ask(stream)) {
      return client.readAll();
    }
  }

  private static List<AccountStatus.State> states(Stage stage) {
    return stage.health.accounts().stream().map(AccountStatus::state).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "429 Too Many Requests, '', '', THROTTLED",
    "429 Too Many Requests, insufficient_quota, '', DRAINED",
    "429 Too Many Requests, '', credit_balance_exhausted, DRAINED",
    "429 Too Many Requests, rate_limit_error, enforced_spend_limit_reached, DRAINED",
    "402 Payment Required, billing_error, '', DRAINED",
    "401 Unauthorized, invalid_request_error, invalid_api_key, REJECTED"
  })
  void an_account_that_is_refused_is_left_alone_and_another_answers_at_once(
      String status, String type, String code, AccountStatus.State state) throws Exception {
    String body =
        "{\"error\":{\"message\":\"no\",\"type\":\"%s\",\"code\":\"%s\"}}".formatted(type, code);
    Doorman doorman = new Doorman(1, status, "retry-after: 60\r\n", body);
    try (Stage stage = new Stage(folder, accounts(2), doorman)) {
      assertThat(answer(stage, true)).contains("here").contains("[DONE]");
      assertThat(doorman.keys).hasSize(2).doesNotHaveDuplicates();
      assertThat(states(stage)).containsExactlyInAnyOrder(state, AccountStatus.State.READY);

      assertThat(answer(stage, false)).startsWith("HTTP/1.1 200").contains("here");
      assertThat(doorman.keys).hasSize(3);
      assertThat(doorman.keys.get(2)).isEqualTo(doorman.keys.get(1));
      assertThat(stage.entries())
          .containsExactly(
              "RESERVE",
              "DISPATCH 1 p1/m",
              "VOID 1",
              "DISPATCH 2 p1/m",
              "SETTLE 2 COMPLETE provider_reported 37 pico last",
              "RESERVE",
              "DISPATCH 1 p1/m",
              "SETTLE 1 COMPLETE provider_reported 37 pico last");
    }
  }

  @Test
  void another_account_comes_before_another_deployment() throws Exception {
    Doorman doorman = new Doorman(1, TOO_MANY, "retry-after: 60\r\n", "{}");
    try (Stage stage = new Stage(folder, accounts(2), doorman, Answers.saying("elsewhere"))) {
      assertThat(answer(stage, false)).contains("here");
      assertThat(stage.providers.get(1).requests()).isEmpty();
    }
  }

  @Test
  void where_all_accounts_are_refused_the_next_deployment_answers() throws Exception {
    Doorman doorman = new Doorman(2, TOO_MANY, "retry-after: 60\r\n", "{}");
    try (Stage stage = new Stage(folder, accounts(2), doorman, Answers.saying("elsewhere"))) {
      assertThat(answer(stage, false)).contains("elsewhere");
      assertThat(doorman.keys).hasSize(2).doesNotHaveDuplicates();
      assertThat(answer(stage, false)).contains("elsewhere");
      assertThat(doorman.keys).as("left alone from then on").hasSize(2);
    }
  }

  @Test
  void where_nobody_is_left_the_client_is_told_when_to_come_again() throws Exception {
    Doorman doorman = new Doorman(2, TOO_MANY, "retry-after: 60\r\n", "{}");
    try (Stage stage = new Stage(folder, accounts(2), doorman)) {
      assertThat(answer(stage, true))
          .startsWith("HTTP/1.1 429")
          .containsIgnoringCase("retry-after: 60\r\n");
      assertThat(doorman.keys).hasSize(2);
    }
  }

  @Test
  void a_request_does_not_go_through_all_the_accounts_there_are() throws Exception {
    Doorman doorman = new Doorman(9, TOO_MANY, "retry-after: 60\r\n", "{}");
    try (Stage stage = new Stage(folder, accounts(9), doorman, Answers.saying("elsewhere"))) {
      assertThat(answer(stage, true)).contains("elsewhere");
      assertThat(doorman.keys).as("and two others").hasSize(3).doesNotHaveDuplicates();
    }
  }

  @Test
  void without_a_retry_in_the_budget_no_other_account_is_tried() throws Exception {
    Resilience sparing =
        Resilience.DEFAULTS.withRetries(
            new Retries(0, 1, 0, Duration.ofMillis(1), Duration.ofMillis(1)));
    Doorman doorman = new Doorman(3, TOO_MANY, "retry-after: 60\r\n", "{}");
    UnaryOperator<Provider> three = accounts(3);
    try (Stage stage =
        new Stage(folder, provider -> three.apply(provider).withResilience(sparing), doorman)) {
      assertThat(answer(stage, true)).startsWith("HTTP/1.1 429");
      assertThat(doorman.keys).as("the one retry there was").hasSize(2);
    }
  }

  @Test
  void what_a_caller_wrote_is_held_against_no_account() throws Exception {
    String body = "{\"error\":{\"message\":\"flagged\",\"code\":403}}";
    Doorman doorman = new Doorman(1, "403 Forbidden", "", body);
    try (Stage stage = new Stage(folder, accounts(2), doorman)) {
      assertThat(answer(stage, true)).startsWith("HTTP/1.1 502");
      assertThat(doorman.keys).hasSize(1);
      assertThat(states(stage)).containsOnly(AccountStatus.State.READY);
    }
  }

  @Test
  void a_stream_that_has_begun_is_not_begun_again_with_another_account() throws Exception {
    Stage.Answer begun =
        (stage, socket) ->
            socket
                .write(
                    RawServer.CHUNKED_HEAD
                        + Answers.content("begun")
                        + RawServer.chunk(
                            "data: {\"error\":{\"message\":\"no\",\"type\":\"insufficient_quota\"}}"
                                + "\n\n"))
                .onComplete(written -> socket.close());
    try (Stage stage = new Stage(folder, accounts(2), begun)) {
      assertThat(answer(stage, true)).contains("begun").doesNotContain("[DONE]");
      assertThat(stage.providers.getFirst().requests()).hasSize(1);
    }
  }

  @Test
  void what_does_not_fit_into_the_minute_is_sent_to_nobody() throws Exception {
    // Each request is expected to come to 300 tokens and comes to 10.
    Doorman doorman = new Doorman(0, "", "", "");
    try (Stage stage = new Stage(folder, accounts(2, new Allowance(0, 305)), doorman)) {
      assertThat(answer(stage, false)).contains("here");
      assertThat(answer(stage, false)).as("10 were sent, 300 more do not fit").contains("here");
      assertThat(doorman.keys).hasSize(2).doesNotHaveDuplicates();
      assertThat(answer(stage, false)).startsWith("HTTP/1.1 503");
      assertThat(doorman.keys).hasSize(2);
      assertThat(stage.health.accounts()).allMatch(account -> account.tokensLeft() == 295);
    }
  }

  @Test
  void what_was_not_sent_is_given_back() throws Exception {
    Doorman doorman = new Doorman(0, "", "", "");
    try (Stage stage = new Stage(folder, accounts(2, new Allowance(100, 0)), doorman)) {
      stage.providers.getFirst().close();
      assertThat(answer(stage, false)).startsWith("HTTP/1.1 502");
      assertThat(stage.health.accounts()).allMatch(account -> account.requestsLeft() == 100);
    }
  }
}
