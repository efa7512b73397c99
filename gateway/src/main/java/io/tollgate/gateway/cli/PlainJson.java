package io.tollgate.gateway.cli;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON in which amounts have all their digits and no exponent. */
final class PlainJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private PlainJson() {}

  static String of(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
