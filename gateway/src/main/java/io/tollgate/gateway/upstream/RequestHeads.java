package io.tollgate.gateway.upstream;

import io.tollgate.adapters.dialect.ProviderRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The heads of the requests to one provider, as the bytes that are sent. Most of a head is the same
 * in many requests, so that is put together once.
 */
final class RequestHeads {

  /** A signature never comes again: what is kept is forgotten once there is so much of it. */
  private static final int KEPT_MAX = 64;

  private static final String REQUEST_ID = "x-client-request-id";

  /** What a head depends on, beside its provider and what differs in each request. */
  private record Kind(
      String path, Map<String, String> headers, Map<CharSequence, CharSequence> proof) {

    /** Without the key. */
    @Override
    public String toString() {
      return path;
    }
  }

  /**
   * A head but for the request's id and the length of its body.
   *
   * @param beforeId up to the id
   * @param afterId from the end of the id to the length
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Common(byte[] beforeId, byte[] afterId) {}

  private final Map<CharSequence, CharSequence> always;
  private final Map<Kind, Common> kept = new HashMap<>();

  /**
   * No heads yet.
   *
   * @param always the headers that all of them have
   */
  RequestHeads(Map<CharSequence, CharSequence> always) {
    this.always = always;
  }

  /**
   * The head of a request.
   *
   * @param path the whole path that it goes to, with its query
   * @param proof the headers that say who calls
   * @throws IllegalArgumentException if one of the headers is none
   */
  Common of(String path, ProviderRequest request, Map<CharSequence, CharSequence> proof) {
    Kind kind = new Kind(path, request.headers(), proof);
    Common known = kept.get(kind);
    if (known == null) {
      known = make(kind);
      if (kept.size() == KEPT_MAX) {
        kept.clear();
      }
      kept.put(kind, known);
    }
    return known;
  }

  private Common make(Kind kind) {
    MultiMap headers = HttpHeaders.headers();
    always.forEach(headers::set);
    kind.headers().forEach(headers::set);
    // Last, so that nothing a client sent along can stand in its place.
    kind.proof().forEach(headers::set);
    headers.remove(REQUEST_ID);
    headers.remove(HttpHeaders.CONTENT_LENGTH);
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append("\r\n").append(name).append(": ").append(value));
    return new Common(
        ("POST " + kind.path() + " HTTP/1.1\r\n" + REQUEST_ID + ": ")
            .getBytes(StandardCharsets.UTF_8),
        (lines + "\r\ncontent-length: ").getBytes(StandardCharsets.ISO_8859_1));
  }
}
