package io.tollgate.bench.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests as coding agents send them, with what no document names, against every provider. */
class AgentsTest {

  private static final String CLAUDE_CODE =
      """
      {"model":"%s","max_tokens":2000,"stream":true,
       "metadata":{"user_id":"user_abc_account__session_def"},
       "thinking":{"type":"adaptive"},
       "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
       "system":[{"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral"}}],
       "messages":[
        {"role":"user","content":[{"type":"text","text":"Look around. [[tool:Read]]",
          "cache_control":{"type":"ephemeral"}}]},
        {"role":"system","content":"The folder has changed."}%s],
       "tools":[{"name":"Read","description":"Reads.","input_schema":{"$schema":
        "https://json-schema.org/draft/2020-12/schema","type":"object","properties":
        {"path":{"type":"string"}},"required":["path"],"additionalProperties":false}}]}
      """;

  private static final String CLAUDE_CODE_RESULT =
      """
      ,{"role":"assistant","content":[{"type":"tool_use","id":"toolu_01","name":"Read",
        "input":{"path":"/"}}]},
       {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01",
        "content":[{"type":"text","text":"a file"}]}]}
      """;

  private static final String CODEX =
      """
      {"model":"%s","stream":true,"store":false,"instructions":"You are an agent.",
       "client_metadata":{"x-codex-installation-id":"4f7"},"prompt_cache_key":"conversation-1",
       "include":["reasoning.encrypted_content"],"reasoning":{"effort":"medium","summary":"auto"},
       "parallel_tool_calls":true,"tool_choice":"auto","text":{"verbosity":"low"},
       "input":[
        {"type":"message","role":"developer","id":"msg_dev_1",
         "content":[{"type":"input_text","text":"The folder is /."}]},
        {"type":"message","role":"user",
         "content":[{"type":"input_text","text":"Look around. [[tool:shell]]"}]}%s],
       "tools":[{"type":"function","name":"shell","description":"Runs.","strict":false,
        "parameters":{"type":"object","properties":{"command":{"type":"string"}},
        "required":["command"],"additionalProperties":false}}]}
      """;

  private static final String CODEX_RESULT =
      """
      ,{"type":"function_call","id":"fc_1","call_id":"call_01","name":"shell",
        "arguments":"{\\"command\\":\\"ls\\"}"},
       {"type":"function_call_output","call_id":"call_01","output":"a file"}
      """;

  @TempDir private static Path folder;
  private static SdkStage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = SdkStage.start(folder);
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static String model(ProviderDialectName provider) {
    return provider.provider() + "/" + provider.model();
  }

  private static String streamed(HttpResponse<byte[]> response) {
    String text = new String(response.body(), UTF_8);
    assertThat(response.statusCode()).as(text).isEqualTo(200);
    assertThat(response.headers().firstValue("content-encoding")).isEmpty();
    return text;
  }

  private static HttpResponse<byte[]> asClaudeCode(String body) throws Exception {
    return RawHttp.post(
        stage.target().origin() + "/v1/messages?beta=true",
        body,
        "x-api-key",
        stage.target().key(),
        "anthropic-version",
        "2023-06-01",
        "anthropic-beta",
        "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27",
        "accept-encoding",
        "gzip, deflate, br, zstd",
        "x-app",
        "cli");
  }

  @ParameterizedTest
  @EnumSource
  void claude_code_calls_its_tools_and_goes_on(ProviderDialectName provider) throws Exception {
    String call = streamed(asClaudeCode(CLAUDE_CODE.formatted(model(provider), "")));
    assertThat(call)
        .contains("\"type\":\"tool_use\"", "\"Read\"", "\"stop_reason\":\"tool_use\"")
        .contains("event: message_stop");
    String answer =
        streamed(asClaudeCode(CLAUDE_CODE.formatted(model(provider), CLAUDE_CODE_RESULT)));
    assertThat(answer).contains("\"stop_reason\":\"end_turn\"", "event: message_stop");
  }

  private static HttpResponse<byte[]> asCodex(String body) throws Exception {
    return RawHttp.post(
        stage.target().origin() + "/v1/responses",
        body,
        "authorization",
        "Bearer " + stage.target().key(),
        "originator",
        "codex_cli_rs",
        "session_id",
        "4f7e",
        "accept",
        "text/event-stream");
  }

  @ParameterizedTest
  @EnumSource
  void codex_calls_its_tools_and_goes_on(ProviderDialectName provider) throws Exception {
    String call = streamed(asCodex(CODEX.formatted(model(provider), "")));
    assertThat(call)
        .contains("\"type\":\"function_call\"", "\"shell\"", "response.completed")
        .doesNotContain("response.failed");
    String answer = streamed(asCodex(CODEX.formatted(model(provider), CODEX_RESULT)));
    assertThat(answer).contains("response.output_text.delta", "response.completed");
  }

  /** What only OpenAI has is left out for anybody else, and the answer says so. */
  @ParameterizedTest
  @EnumSource
  void codexs_own_tools_are_passed_on_or_said_to_be_left_out(ProviderDialectName provider)
      throws Exception {
    String body =
        CODEX
            .formatted(model(provider), "")
            .replace(
                "\"tools\":[",
                "\"tools\":[{\"type\":\"web_search\"},{\"type\":\"namespace\",\"name\":\"files\","
                    + "\"description\":\"Files.\",\"tools\":[]},");
    HttpResponse<byte[]> response = asCodex(body);
    assertThat(streamed(response)).contains("\"shell\"", "response.completed");
    String warnings = response.headers().firstValue("x-tollgate-warnings").orElse("");
    if (provider == ProviderDialectName.OPENAI_RESPONSES) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).contains("tools");
    }
  }
}
