package io.tollgate.bench.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Response;

/** OpenAI's SDK for Java as the tests make it. */
final class OpenAiClients {

  private OpenAiClients() {}

  static OpenAIClient of(String baseUrl, String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(baseUrl)
        .apiKey(key)
        .maxRetries(0)
        .addInterceptor(OpenAiClients::observe)
        .build();
  }

  private static Response observe(Interceptor.Chain chain) throws java.io.IOException {
    Response response = chain.proceed(chain.request());
    Observed.heads()
        .add(
            Observed.head(
                response.code(), name -> Objects.requireNonNullElse(response.header(name), "")));
    return response;
  }

  /** The members of an object, for builders that take any. */
  static Map<String, JsonValue> members(Map<String, Object> object) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    object.forEach((name, value) -> members.put(name, JsonValue.from(value)));
    return members;
  }

  static com.openai.core.RequestOptions options(Duration timeout) {
    return com.openai.core.RequestOptions.builder().timeout(timeout).build();
  }
}
