package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Amazon Bedrock Converse.
 *
 * <p>A key of the form {@code ID:SECRET} is a pair whose signatures are verified; with any other
 * key a signature only has to be there.
 */
final class BedrockService implements DialectService {

  static final Pattern PATH = Pattern.compile(".*/model/(.+)/(converse|converse-stream)");

  private final Signatures signatures;

  BedrockService(Signatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public Dialect dialect() {
    return Dialect.BEDROCK;
  }

  @Override
  public void authorize(Call call, String key) {
    String authorization = call.header("authorization");
    if (authorization == null) {
      throw Refusal.of(403, "Missing Authentication Token", null, "MissingAuthenticationToken");
    }
    if (call.bears(key)) {
      return;
    }
    if (!authorization.startsWith(RequestSignature.ALGORITHM + " ")) {
      throw Refusal.of(403, "Authentication failed: Please make sure your API Key is valid.");
    }
    int colon = key.indexOf(':');
    if (colon > 0) {
      RequestSignature.verify(call, key.substring(0, colon), key.substring(colon + 1));
    }
  }

  @Override
  public Asked read(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      throw Refusal.of(404, "no such operation");
    }
    String model = URLDecoder.decode(path.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    boolean stream = path.group(2).equals("converse-stream");
    ObjectNode root = Trees.object(call.body());
    return new BedrockReader(root, model, signatures).read(stream);
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    return new ErrorAnswer(
        Map.of("x-amzn-errortype", type(refusal) + ":http://internal.amazon.com/coral/"),
        Trees.object().put("message", message(refusal)).toString());
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    String type = type(refusal);
    String name = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    return AmazonFrame.exception(name, Trees.object().put("message", message(refusal)));
  }

  private static String message(Refusal refusal) {
    return refusal.reason == Fault.Reason.CONTEXT
        ? "Input is too long for requested model."
        : refusal.message();
  }

  private static String type(Refusal refusal) {
    if (refusal.code != null && refusal.code.startsWith("Missing")) {
      return refusal.code + "Exception";
    }
    return switch (refusal.status) {
      case 401, 403 -> "AccessDeniedException";
      case 404 -> "ResourceNotFoundException";
      case 408 -> "ModelTimeoutException";
      case 424 -> "ModelErrorException";
      case 429 ->
          refusal.reason == Fault.Reason.QUOTA
              ? "ServiceQuotaExceededException"
              : "ThrottlingException";
      case 503, 529 -> "ServiceUnavailableException";
      default -> refusal.status < 500 ? "ValidationException" : "InternalServerException";
    };
  }
}
