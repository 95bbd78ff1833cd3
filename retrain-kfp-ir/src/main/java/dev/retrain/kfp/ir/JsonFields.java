package dev.retrain.kfp.ir;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Collects the fields of one JSON object, leaving out what is empty as the protobuf mapping does.
 */
final class JsonFields {

  private final SortedMap<String, Object> fields = new TreeMap<>();

  static JsonFields of(String key, Object value) {
    return new JsonFields().with(key, value);
  }

  /** Always written. */
  JsonFields with(String key, Object value) {
    fields.put(key, value);
    return this;
  }

  JsonFields withText(String key, String value) {
    return value.isEmpty() ? this : with(key, value);
  }

  JsonFields withList(String key, Collection<?> values) {
    return values.isEmpty() ? this : with(key, values);
  }

  JsonFields withObject(String key, Map<String, ?> object) {
    return object.isEmpty() ? this : with(key, object);
  }

  <T> JsonFields withEach(String key, Map<String, T> map, Function<T, ?> tree) {
    SortedMap<String, Object> object = new TreeMap<>();
    map.forEach((name, value) -> object.put(name, tree.apply(value)));
    return withObject(key, object);
  }

  <T> JsonFields withOptional(String key, Optional<T> value, Function<T, ?> tree) {
    return value.isEmpty() ? this : with(key, tree.apply(value.get()));
  }

  SortedMap<String, Object> tree() {
    return fields;
  }
}
