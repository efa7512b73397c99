package io.tollgate.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a call of the admin API is answered.
 *
 * @param type the media type of the body
 * @param etag the state of the directory that the body is of, or {@code null}
 * @param link what belongs to it, as RFC 8288 has it, or {@code null}
 */
record Answer(int status, String type, String body, @Nullable String etag, @Nullable String link) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  Answer(int status, String type, String body, @Nullable String etag) {
    this(status, type, body, etag, null);
  }

  /** RFC 9457. */
  private record Problem(
      String type,
      String title,
      int status,
      String detail,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String field) {}

  /** What was asked for, as something that becomes JSON. */
  static Answer of(int status, Object body, String etag) {
    return new Answer(status, "application/json", JSON.writeValueAsString(body), etag);
  }

  /** What was asked for, of which no state is told. */
  static Answer of(int status, Object body) {
    return new Answer(status, "application/json", JSON.writeValueAsString(body), null);
  }

  /** The same, which a part of a list is, with a link to the next part if there is one. */
  Answer page(AdminCall call, Paging.Page<?> page) {
    return page.next() == null
        ? this
        : new Answer(
            status,
            type,
            body,
            etag,
            "<%s?limit=%d&after=%s>; rel=\"next\""
                .formatted(call.path(), page.limit(), page.next()));
  }

  /** What was asked for, as JSON. */
  static Answer json(String body) {
    return new Answer(200, "application/json", body, null);
  }

  /** What is wrong and what would be right, by RFC 9457. */
  static Answer problem(int status, String detail) {
    return problem(status, detail, null);
  }

  static Answer problem(int status, String detail, @Nullable String field) {
    return new Answer(
        status,
        "application/problem+json",
        JSON.writeValueAsString(
            new Problem(
                "about:blank",
                HttpResponseStatus.valueOf(status).reasonPhrase(),
                status,
                detail,
                field)),
        null);
  }
}
