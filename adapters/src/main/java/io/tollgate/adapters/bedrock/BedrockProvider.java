package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's Converse and ConverseStream. No client speaks them here. Requests are signed with
 * {@link SigV4} where they are sent.
 *
 * @param quirks where a provider differs; {@link Quirk#NO_SAMPLING} is the only one that is looked
 *     at
 * @param endpoints where it takes requests
 */
public record BedrockProvider(Set<Quirk> quirks, Endpoints endpoints) implements ProviderDialect {

  /** The dialect's name, and the origin of its signatures. */
  public static final String NAME = "bedrock";

  /** Where Bedrock takes requests, below {@code https://bedrock-runtime.REGION.amazonaws.com}. */
  public static final Endpoints ENDPOINTS =
      new Endpoints("/model/{model}/converse", "/model/{model}/converse-stream");

  public BedrockProvider {
    quirks = Set.copyOf(quirks);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Crossing passThrough(ClientCall call, String upstreamModel) {
    return null;
  }

  @Override
  public ProviderRequest write(Conversation conversation, String upstreamModel, Losses losses) {
    ConverseWriter writer =
        new ConverseWriter(
            conversation, upstreamModel, !quirks.contains(Quirk.NO_SAMPLING), losses);
    return ProviderRequest.of(
        endpoints.path(upstreamModel, conversation.stream()), JsonDocument.write(writer.request()));
  }

  @Override
  public CompletionReading read(byte[] body, int offset, int length) {
    return ConverseReader.read(body, offset, length);
  }

  @Override
  public StreamDecoder decoder(int choices, int maxEventBytes) {
    return new ConverseDecoder(maxEventBytes);
  }

  @Override
  public @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    return ConverseUsage.inDocument(document, offset, length);
  }

  @Override
  public String streamType() {
    return "application/vnd.amazon.eventstream";
  }

  /**
   * The error in a body. Its class stands in a header that is not seen here, so where the body does
   * not name it, it is taken from the status, to which Bedrock's classes belong one to one.
   */
  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    ProviderError error = ProviderErrorReader.read(body, offset, length);
    return error.type() == null
        ? new ProviderError(error.message(), type(status), error.code(), error.param())
        : error;
  }

  private static @Nullable String type(int status) {
    return switch (status) {
      case 400 -> "ValidationException";
      case 403 -> "AccessDeniedException";
      case 404 -> "ResourceNotFoundException";
      case 408 -> "ModelTimeoutException";
      case 424 -> "ModelErrorException";
      case 429 -> "ThrottlingException";
      case 500 -> "InternalServerException";
      case 503 -> "ServiceUnavailableException";
      default -> null;
    };
  }
}
