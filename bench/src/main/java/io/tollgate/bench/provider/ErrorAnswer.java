package io.tollgate.bench.provider;

import java.util.Map;

/**
 * An error as a dialect words it.
 *
 * @param headers headers besides {@code content-type} and those that say how long to wait
 */
record ErrorAnswer(Map<String, String> headers, String json) {

  static ErrorAnswer of(String json) {
    return new ErrorAnswer(Map.of(), json);
  }
}
