package io.tollgate.policies.routing;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.CelVariableResolver;
import io.tollgate.policies.catalog.Capability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What conditions may ask about a request: the names, their types, and their values, of which only
 * those are made that a condition asks for. Texts the caller did not give are empty.
 */
final class RequestFacts implements CelVariableResolver {

  static final String REQUEST = "request";
  static final String HOUR_UTC = "hour_utc";

  /** A field of {@code request}. */
  private record Field(CelType type, Function<RequestProfile, Object> value) {}

  private static final Map<String, Field> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("model", new Field(SimpleType.STRING, RequestProfile::model));
    FIELDS.put("stream", new Field(SimpleType.BOOL, RequestProfile::stream));
    FIELDS.put("input_tokens", new Field(SimpleType.INT, RequestProfile::inputTokens));
    FIELDS.put("max_output_tokens", new Field(SimpleType.INT, RequestProfile::maxOutputTokens));
    FIELDS.put("messages", new Field(SimpleType.INT, profile -> (long) profile.messages()));
    FIELDS.put("tools", new Field(SimpleType.INT, profile -> (long) profile.tools()));
    FIELDS.put(
        "images",
        new Field(SimpleType.BOOL, profile -> profile.needs().contains(Capability.IMAGES)));
    FIELDS.put("needs", new Field(ListType.create(SimpleType.STRING), RequestFacts::needs));
    FIELDS.put("task", new Field(SimpleType.STRING, profile -> orEmpty(profile.task())));
    FIELDS.put("user", new Field(SimpleType.STRING, profile -> orEmpty(profile.user())));
    FIELDS.put("body_bytes", new Field(SimpleType.INT, RequestProfile::bodyBytes));
  }

  /** The type of {@code request}, whose unknown fields are compile errors. */
  static final StructType TYPE =
      StructType.create(
          "Request",
          ImmutableSet.copyOf(FIELDS.keySet()),
          name -> Optional.ofNullable(FIELDS.get(name)).map(Field::type));

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

  private final Fields request;
  private final Instant now;

  /** The facts of one request. */
  RequestFacts(RequestProfile profile, Instant now) {
    this.request = new Fields(profile);
    this.now = now;
  }

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

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case REQUEST -> Optional.of(request);
      case HOUR_UTC ->
          Optional.of(Math.floorMod(now.toEpochMilli(), 24L * MILLIS_PER_HOUR) / MILLIS_PER_HOUR);
      default -> Optional.empty();
    };
  }

  private static List<String> needs(RequestProfile profile) {
    List<String> needs = new ArrayList<>(profile.needs().size());
    for (Capability capability : Capability.values()) {
      if (profile.needs().contains(capability)) {
        needs.add(capability.key());
      }
    }
    return needs;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The fields of a request as CEL reads them; of a map it would make a copy of its own. */
  private static final class Fields extends StructValue<String, RequestProfile> {

    @SuppressWarnings("Immutable") // A record, whose sets are copies that nobody changes.
    private final RequestProfile profile;

    private Fields(RequestProfile profile) {
      this.profile = profile;
    }

    @Override
    public Object select(String name) {
      return find(name).orElseThrow(() -> CelAttributeNotFoundException.forFieldResolution(name));
    }

    @Override
    public Optional<Object> find(String name) {
      return Optional.ofNullable(FIELDS.get(name)).map(field -> field.value().apply(profile));
    }

    @Override
    public RequestProfile value() {
      return profile;
    }

    @Override
    public boolean isZeroValue() {
      return false;
    }

    @Override
    public CelType celType() {
      return TYPE;
    }
  }
}
