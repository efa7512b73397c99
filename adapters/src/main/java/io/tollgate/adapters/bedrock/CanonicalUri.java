package io.tollgate.adapters.bedrock;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Paths and queries as AWS signs them. */
final class CanonicalUri {

  private static final String HEX = "0123456789ABCDEF";

  private record Parameter(String name, String value) {}

  private CanonicalUri() {}

  /** A path without dot segments and empty ones, each of its segments escaped. */
  static String path(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(escape(segment));
      }
    }
    String canonical = "/" + String.join("/", segments);
    return path.endsWith("/") && canonical.length() > 1 ? canonical + "/" : canonical;
  }

  /** A query with its parameters in order, escaped once whether they came so or not. */
  static String query(String query) {
    if (query.isEmpty()) {
      return "";
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      parameters.add(new Parameter(escape(unescape(name)), escape(unescape(value))));
    }
    parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
    StringBuilder canonical = new StringBuilder(query.length() + 16);
    for (Parameter parameter : parameters) {
      canonical.append(canonical.isEmpty() ? "" : "&");
      canonical.append(parameter.name()).append('=').append(parameter.value());
    }
    return canonical.toString();
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-._~".indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return escaped.toString();
  }

  private static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low < 0) {
        plain.write(bytes[i]);
      } else {
        plain.write((high << 4) | low);
        i += 2;
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }
}
