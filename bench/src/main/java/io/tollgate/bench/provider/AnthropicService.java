package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/** Anthropic Messages. */
final class AnthropicService implements DialectService {

  /** The version under which sampling parameters are refused. */
  static final String NEWEST = "2026-10-21";

  private static final Set<String> VERSIONS = Set.of("2023-01-01", "2023-06-01", NEWEST);

  private final Signatures signatures;

  AnthropicService(Signatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  public void authorize(Call call, String key) {
    String own = call.header("x-api-key");
    String bearer = call.header("authorization");
    if (own != null && bearer != null) {
      throw Refusal.of(401, "Both x-api-key and Authorization were given; give one of them.");
    }
    if (!key.equals(own) && !call.bears(key)) {
      throw Refusal.of(401, own == null ? "invalid bearer token" : "invalid x-api-key");
    }
  }

  @Override
  public Asked read(Call call) {
    String version = call.header("anthropic-version");
    if (version == null) {
      throw Refusal.invalid("anthropic-version: header is required");
    }
    if (!VERSIONS.contains(version)) {
      throw Refusal.invalid("anthropic-version: \"" + version + "\" is not a valid version");
    }
    boolean count = call.path().endsWith("/count_tokens");
    boolean beta = call.header("anthropic-beta") != null;
    return new AnthropicReader(Trees.object(call.body()), signatures)
        .read(version.equals(NEWEST), beta, count);
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    return ErrorAnswer.of(AnthropicErrors.of(refusal));
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    return Buffer.buffer("event: error\ndata: " + AnthropicErrors.of(refusal) + "\n\n");
  }
}
