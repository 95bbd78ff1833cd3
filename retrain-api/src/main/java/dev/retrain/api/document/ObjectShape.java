package dev.retrain.api.document;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with known keys; unknown ones are refused with the nearest known key as a suggestion.
 *
 * <p>Built field by field: each call of {@code required} or {@code optional} returns a {@link
 * Field}, by which the construction function given to {@code build} reads the value. A field equal
 * to its default is not written, so that adding a field changes no existing hash.
 *
 * <p>Reading continues after a problem wherever possible, so that one pass finds them all: an
 * unknown key or an unreadable optional value is recorded and skipped.
 *
 * @param <T> the type described
 */
public final class ObjectShape<T> implements Shape<T> {

  /**
   * A key of the mapping.
   *
   * @param <F> the type of its value
   */
  public static final class Field<T, F> {
    final String key;
    final String about;
    final Shape<F> shape;
    final Function<T, Optional<F>> getter;
    final @Nullable F defaultValue;
    final boolean required;

    Field(
        String key,
        String about,
        Shape<F> shape,
        Function<T, Optional<F>> getter,
        @Nullable F defaultValue,
        boolean required) {
      this.key = key;
      this.about = about;
      this.shape = shape;
      this.getter = getter;
      this.defaultValue = defaultValue;
      this.required = required;
    }

    Optional<Node> write(T owner) {
      return getter.apply(owner).filter(value -> !value.equals(defaultValue)).map(shape::write);
    }
  }

  /** The values read, by field. */
  public static final class Values {
    private final Map<String, Object> values;

    Values(Map<String, Object> values) {
      this.values = values;
    }

    /** Returns the value of a required field or of one with a default. */
    public <F> F get(Field<?, F> field) {
      F value = maybe(field);
      if (value == null) {
        throw new IllegalStateException("no value for " + field.key);
      }
      return value;
    }

    /** Returns the value of a field without default. */
    public <F> Optional<F> find(Field<?, F> field) {
      return Optional.ofNullable(maybe(field));
    }

    @SuppressWarnings("unchecked") // the value was put under this key by this field's shape
    private <F> @Nullable F maybe(Field<?, F> field) {
      Object value = values.get(field.key);
      return value == null ? field.defaultValue : (F) value;
    }
  }

  /** Collects the fields. */
  public static final class Builder<T> {
    private final String name;
    private final List<Field<T, ?>> fields = new ArrayList<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();

    Builder(String name) {
      this.name = name;
    }

    /** Adds a required key. */
    public <F> Field<T, F> required(
        String key, Shape<F> shape, Function<T, F> getter, String about) {
      return add(
          new Field<>(key, about, shape, owner -> Optional.of(getter.apply(owner)), null, true));
    }

    /** Adds an optional key with a default; a value equal to the default is not written. */
    public <F> Field<T, F> optional(
        String key, Shape<F> shape, F defaultValue, Function<T, F> getter, String about) {
      return add(
          new Field<>(
              key, about, shape, owner -> Optional.of(getter.apply(owner)), defaultValue, false));
    }

    /** Adds an optional key without a default. */
    public <F> Field<T, F> maybe(
        String key, Shape<F> shape, Function<T, Optional<F>> getter, String about) {
      return add(new Field<>(key, about, shape, getter, null, false));
    }

    /**
     * Accepts another key for a field. The field's own key stays the one that is written, so that
     * content hashes do not change. A document that has both keys is refused.
     *
     * @throws IllegalArgumentException if the field is required
     */
    public Builder<T> alias(String alias, Field<T, ?> field) {
      if (field.required) {
        throw new IllegalArgumentException("the required key '" + field.key + "' has no alias");
      }
      aliases.put(alias, field.key);
      return this;
    }

    private <F> Field<T, F> add(Field<T, F> field) {
      fields.add(field);
      return field;
    }

    /**
     * Finishes the shape.
     *
     * @param construct makes the value; an {@link IllegalArgumentException} becomes a problem
     */
    public ObjectShape<T> build(Function<Values, T> construct) {
      return new ObjectShape<>(name, fields, aliases, construct);
    }
  }

  private final String name;
  private final Map<String, Field<T, ?>> fields = new LinkedHashMap<>();
  private final Map<String, String> aliases;
  private final Function<Values, T> construct;

  private ObjectShape(
      String name,
      List<Field<T, ?>> fields,
      Map<String, String> aliases,
      Function<Values, T> construct) {
    this.name = name;
    fields.forEach(field -> this.fields.put(field.key, field));
    this.aliases = Map.copyOf(aliases);
    this.construct = construct;
  }

  /**
   * Starts a shape.
   *
   * @param name the name of the type in the JSON Schema
   */
  public static <T> Builder<T> named(String name) {
    return new Builder<>(name);
  }

  @Override
  public @Nullable T read(Node node, DocumentReader reading) {
    if (!(node instanceof Node.Mapping mapping)) {
      reading.error(
          "wrong-type",
          node.location(),
          "expected a mapping, found " + node.kind(),
          "Write the keys " + String.join(", ", fields.keySet()));
      return null;
    }
    return readEntries(mapping, reading, "");
  }

  /** Reads the entries without {@code skip}, a discriminator that the caller has read. */
  @Nullable T readEntries(Node.Mapping mapping, DocumentReader reading, String skip) {
    Map<String, Object> values = new LinkedHashMap<>();
    refuseUnknownKeys(mapping, reading, skip);
    boolean complete = true;
    for (Field<T, ?> field : fields.values()) {
      complete &= readField(field, mapping, reading, values);
    }
    if (!complete) {
      return null;
    }
    try {
      return construct.apply(new Values(values));
    } catch (InvalidDefinitionException e) {
      e.problems().forEach(problem -> reading.add(located(problem, mapping)));
      return null;
    } catch (IllegalArgumentException e) {
      reading.error(
          "illegal-value", mapping.location(), String.valueOf(e.getMessage()), "Change the value");
      return null;
    }
  }

  private static Problem located(Problem problem, Node.Mapping mapping) {
    return problem.location().isPresent()
        ? problem
        : mapping.locate(problem.path()).map(problem::at).orElse(problem);
  }

  private boolean readField(
      Field<T, ?> field, Node.Mapping mapping, DocumentReader reading, Map<String, Object> values) {
    String key = keyIn(mapping, field);
    Optional<Node> node = mapping.get(key).filter(value -> !(value instanceof Node.Null));
    if (node.isEmpty()) {
      if (field.required) {
        reading.error(
            "missing-key",
            mapping.location(),
            "the key '" + field.key + "' is missing",
            "Add " + field.key + ": " + field.about);
      }
      return !field.required;
    }
    Object value = field.shape.read(node.get(), reading.key(key));
    if (value != null) {
      values.put(field.key, value);
    }
    return value != null || !field.required;
  }

  /** Returns the alias under which a mapping gives a field, else the field's own key. */
  private String keyIn(Node.Mapping mapping, Field<T, ?> field) {
    return mapping.entries().keySet().stream()
        .filter(key -> field.key.equals(aliases.get(key)))
        .findFirst()
        .orElse(field.key);
  }

  private void refuseUnknownKeys(Node.Mapping mapping, DocumentReader reading, String skip) {
    for (String key : mapping.entries().keySet()) {
      String named = aliases.get(key);
      if (named != null) {
        if (mapping.get(named).isPresent()) {
          reading
              .key(key)
              .error(
                  "duplicate-key",
                  mapping.keyLocation(key),
                  "'" + key + "' and '" + named + "' are the same key",
                  "Remove one of them");
        }
      } else if (!fields.containsKey(key) && !key.equals(skip)) {
        reading
            .key(key)
            .error(
                "unknown-key",
                mapping.keyLocation(key),
                "unknown key '" + key + "'",
                Suggestion.nearest(key, fields.keySet())
                    .map(near -> "Did you mean '" + near + "'?")
                    .orElse("Known keys are " + String.join(", ", fields.keySet())));
      }
    }
  }

  @Override
  public Node write(T value) {
    return Node.of(entries(value));
  }

  Map<String, Node> entries(T value) {
    Map<String, Node> entries = new LinkedHashMap<>();
    fields.values().forEach(field -> field.write(value).ifPresent(n -> entries.put(field.key, n)));
    return entries;
  }

  @Override
  public Node schema(SchemaDefinitions definitions) {
    return definitions.reference(name, () -> schema(definitions, Map.of()));
  }

  /** Returns the schema in place, with more properties (all required) put first. */
  Node schema(SchemaDefinitions definitions, Map<String, Node> more) {
    Map<String, Node> properties = new LinkedHashMap<>(more);
    List<Node> required = new ArrayList<>();
    more.keySet().forEach(key -> required.add(Node.of(key)));
    for (Field<T, ?> field : fields.values()) {
      properties.put(field.key, described(field.shape.schema(definitions), field.about));
      if (field.required) {
        required.add(Node.of(field.key));
      }
    }
    aliases.forEach((alias, key) -> properties.put(alias, aliasSchema(definitions, key)));
    Map<String, Node> schema = new LinkedHashMap<>();
    schema.put("type", Node.of("object"));
    schema.put("properties", Node.of(properties));
    schema.put("required", Node.of(required));
    schema.put("additionalProperties", Node.of(false));
    return Node.of(schema);
  }

  private Node aliasSchema(SchemaDefinitions definitions, String key) {
    Field<T, ?> field = requireNonNull(fields.get(key));
    return described(field.shape.schema(definitions), "the same as " + key);
  }

  private static Node described(Node schema, String about) {
    Map<String, Node> entries = new LinkedHashMap<>(((Node.Mapping) schema).entries());
    entries.put("description", Node.of(about));
    return Node.of(entries);
  }
}
