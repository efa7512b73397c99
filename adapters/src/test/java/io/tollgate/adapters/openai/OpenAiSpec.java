package io.tollgate.adapters.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tollgate.adapters.json.JsonDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's own description of its API, by which answers are judged. It is no part of the project:
 * tests that need it are skipped where it is not there.
 */
public final class OpenAiSpec {

  /** What an answer may be. */
  public enum Shape {
    /** A whole answer of chat completions. */
    CHAT_COMPLETION("CreateChatCompletionResponse"),
    /** A chunk of a streamed one. */
    CHAT_CHUNK("CreateChatCompletionStreamResponse"),
    /** A whole answer of the Responses API. */
    RESPONSE("Response"),
    /** An event of a streamed one. */
    RESPONSE_EVENT("ResponseStreamEvent"),
    /** Embeddings. */
    EMBEDDINGS("CreateEmbeddingResponse"),
    /** The list of models. */
    MODELS("ListModelsResponse"),
    /** An error. */
    ERROR("ErrorResponse");

    private final String schema;

    Shape(String schema) {
      this.schema = schema;
    }
  }

  private static final String FILE = "data/specs/openai-openapi.json.gz";
  private static final String DATA = "data: ";

  private static @Nullable OpenAiSpec loaded;

  private final JsonNode components;
  private final Map<Shape, Schema> schemas = new EnumMap<>(Shape.class);
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private OpenAiSpec(JsonNode components) {
    this.components = components;
  }

  /** The description; the test is skipped where it is not there. */
  public static synchronized OpenAiSpec load() {
    OpenAiSpec spec = loaded;
    if (spec == null) {
      String root = System.getProperty("tollgate.root", "..");
      Path file = Path.of(root).toAbsolutePath().resolveSibling("shared").resolve(FILE);
      Assumptions.assumeTrue(Files.exists(file), "there is no ../shared/" + FILE);
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        byte[] bytes = in.readAllBytes();
        JsonNode document = JsonDocument.read(bytes, 0, bytes.length);
        spec = new OpenAiSpec(nullable(document.get("components")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      loaded = spec;
    }
    return spec;
  }

  /** Fails unless the document is of the shape. */
  public void check(Shape shape, JsonNode document) {
    assertThat(schema(shape).validate(document))
        .as("%s: %s", shape, JsonDocument.text(document))
        .isEmpty();
  }

  /** Fails unless the document is of the shape. */
  public void check(Shape shape, byte[] document) {
    check(shape, JsonDocument.read(document, 0, document.length));
  }

  /** Fails unless each event of a stream is of the shape; {@code [DONE]} is none. */
  public void checkStream(Shape shape, byte[] stream) {
    new String(stream, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(DATA) && !line.equals(DATA + "[DONE]"))
        .forEach(line -> check(shape, JsonDocument.read(line.substring(DATA.length()))));
  }

  private synchronized Schema schema(Shape shape) {
    return schemas.computeIfAbsent(
        shape,
        s -> {
          ObjectNode root = JsonNodeFactory.instance.objectNode();
          root.put("$ref", "#/components/schemas/" + s.schema);
          root.set("components", components);
          return registry.getSchema(root);
        });
  }

  /**
   * The same with {@code nullable}, which OpenAPI 3.0 had and 3.1 has not, said in the way of JSON
   * schemas: the description uses both.
   */
  private static JsonNode nullable(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.values().forEach(element -> copy.add(nullable(element)));
      return copy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    object.properties().forEach(member -> copy.set(member.getKey(), nullable(member.getValue())));
    JsonNode flag = copy.get("nullable");
    if (flag != null && flag.isBoolean() && flag.booleanValue()) {
      copy.remove("nullable");
      ObjectNode either = JsonNodeFactory.instance.objectNode();
      either.putArray("anyOf").add(copy).addObject().put("type", "null");
      return either;
    }
    return copy;
  }
}
