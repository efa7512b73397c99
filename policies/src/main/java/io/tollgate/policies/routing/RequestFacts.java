package io.tollgate.policies.routing;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import io.tollgate.policies.catalog.Capability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What conditions may ask about a request: the names, their types, and their values. */
final class RequestFacts {

  static final String REQUEST = "request";
  static final String HOUR_UTC = "hour_utc";

  private static final Map<String, CelType> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("model", SimpleType.STRING);
    FIELDS.put("stream", SimpleType.BOOL);
    FIELDS.put("input_tokens", SimpleType.INT);
    FIELDS.put("max_output_tokens", SimpleType.INT);
    FIELDS.put("messages", SimpleType.INT);
    FIELDS.put("tools", SimpleType.INT);
    FIELDS.put("images", SimpleType.BOOL);
    FIELDS.put("needs", ListType.create(SimpleType.STRING));
    FIELDS.put("task", SimpleType.STRING);
    FIELDS.put("user", SimpleType.STRING);
    FIELDS.put("body_bytes", SimpleType.INT);
  }

  /** The type of {@code request}, whose unknown fields are compile errors. */
  static final StructType TYPE =
      StructType.create(
          "Request",
          ImmutableSet.copyOf(FIELDS.keySet()),
          name -> Optional.ofNullable(FIELDS.get(name)));

  static final CelTypeProvider TYPES =
      new CelTypeProvider() {
        @Override
        public ImmutableCollection<CelType> types() {
          return ImmutableList.of(TYPE);
        }

        @Override
        public Optional<CelType> findType(String name) {
          return name.equals(TYPE.name()) ? Optional.of(TYPE) : Optional.empty();
        }
      };

  private static final int MILLIS_PER_HOUR = 3_600_000;

  private RequestFacts() {}

  static List<String> fields() {
    return List.copyOf(FIELDS.keySet());
  }

  /** Every name a condition may use, as it would be written. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String field : FIELDS.keySet()) {
      names.add(REQUEST + "." + field);
    }
    names.add(HOUR_UTC);
    return names;
  }

  /** The values of one request. Texts the caller did not give are empty. */
  static Map<String, Object> of(RequestProfile profile, Instant now) {
    List<String> needs = new ArrayList<>(profile.needs().size());
    for (Capability capability : Capability.values()) {
      if (profile.needs().contains(capability)) {
        needs.add(capability.key());
      }
    }
    Map<String, Object> request = HashMap.newHashMap(FIELDS.size());
    request.put("model", profile.model());
    request.put("stream", profile.stream());
    request.put("input_tokens", profile.inputTokens());
    request.put("max_output_tokens", profile.maxOutputTokens());
    request.put("messages", (long) profile.messages());
    request.put("tools", (long) profile.tools());
    request.put("images", profile.needs().contains(Capability.IMAGES));
    request.put("needs", needs);
    request.put("task", profile.task() == null ? "" : profile.task());
    request.put("user", profile.user() == null ? "" : profile.user());
    request.put("body_bytes", profile.bodyBytes());
    long hour = Math.floorMod(now.toEpochMilli(), 24L * MILLIS_PER_HOUR) / MILLIS_PER_HOUR;
    return Map.of(REQUEST, request, HOUR_UTC, hour);
  }
}
