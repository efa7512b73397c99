package io.tollgate.adapters.dialect;

/**
 * Where below its base URL a provider takes requests.
 *
 * @param plain the path for plain answers, beginning with a slash; {@code {model}} stands for the
 *     model's name, escaped
 * @param streamed the path for streamed answers
 */
public record Endpoints(String plain, String streamed) {

  private static final String MODEL = "{model}";
  private static final String UNRESERVED = "-._~";
  private static final String HEX = "0123456789ABCDEF";

  /** The same path for both. */
  public static Endpoints of(String path) {
    return new Endpoints(path, path);
  }

  /** The path for a request to a model. */
  public String path(String model, boolean stream) {
    String template = stream ? streamed : plain;
    return template.contains(MODEL) ? template.replace(MODEL, escape(model)) : template;
  }

  /** A text as a segment of a path (RFC 3986, section 3.3). */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || UNRESERVED.indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return escaped.toString();
  }
}
