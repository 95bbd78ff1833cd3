package dev.retrain.http;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.TransientFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a service's answer, read by the form that the caller expects. A value that is missing,
 * null or of another type is a {@link TransientFailure} that names its place and quotes the
 * beginning of the answer, because an answer that cannot be read is no statement about a run.
 * Fields that the caller does not read are ignored. Immutable and thread-safe.
 */
public final class Json {

  private final Node node;
  private final String place;
  private final HttpAnswer answer;

  Json(Node node, String place, HttpAnswer answer) {
    this.node = node;
    this.place = place;
    this.answer = answer;
  }

  /** Returns the value as a node of a document. */
  public Node node() {
    return node;
  }

  /** Returns a field of this object; fails if it is missing or null. */
  public Json at(String key) {
    return find(key)
        .orElseThrow(
            () ->
                answer.unexpected(
                    "where "
                        + path(key)
                        + (object().get(key).isPresent() ? " is null" : " is missing")));
  }

  /** Returns a field of this object; empty if it is missing or null. */
  public Optional<Json> find(String key) {
    return object()
        .get(key)
        .filter(value -> !(value instanceof Node.Null))
        .map(value -> new Json(value, path(key), answer));
  }

  /** Returns the text of this value. */
  public String text() {
    if (node instanceof Node.Text text) {
      return text.value();
    }
    throw wrong("text");
  }

  /** Returns the text of a field of this object. */
  public String text(String key) {
    return at(key).text();
  }

  /** Returns the whole number of this value; a text of digits counts, as protobuf writes int64. */
  public long integer() {
    try {
      if (node instanceof Node.Num number) {
        return number.value().longValueExact();
      }
      if (node instanceof Node.Text text && text.value().matches("-?[0-9]{1,18}")) {
        return Long.parseLong(text.value());
      }
    } catch (ArithmeticException e) {
      throw wrong("a whole number");
    }
    throw wrong("a whole number");
  }

  /** Returns the number of this value. */
  public double number() {
    if (node instanceof Node.Num number && Double.isFinite(number.value().doubleValue())) {
      return number.value().doubleValue();
    }
    throw wrong("a number");
  }

  /** Returns the truth value of this value. */
  public boolean bool() {
    if (node instanceof Node.Bool bool) {
      return bool.value();
    }
    throw wrong("true or false");
  }

  /** Returns the instant of this value, ISO-8601 with a zone. */
  public Instant instant() {
    try {
      return OffsetDateTime.parse(text()).toInstant();
    } catch (DateTimeException e) {
      throw wrong("an instant such as 2001-02-03T00:00:00Z");
    }
  }

  /**
   * Returns what a word of this value stands for.
   *
   * @param meanings the words that the caller knows, such as the states of a job
   */
  public <T> T oneOf(Map<String, T> meanings) {
    T meaning = meanings.get(text());
    if (meaning == null) {
      throw wrong("one of " + String.join(", ", meanings.keySet().stream().sorted().toList()));
    }
    return meaning;
  }

  /** Returns the elements of this list. */
  public List<Json> list() {
    if (!(node instanceof Node.Sequence sequence)) {
      throw wrong("a list");
    }
    List<Json> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(new Json(item, place + "[" + items.size() + "]", answer));
    }
    return List.copyOf(items);
  }

  /** Returns the elements of a list in a field of this object; none if it is missing or null. */
  public List<Json> list(String key) {
    return find(key).map(Json::list).orElse(List.of());
  }

  /** Returns the fields of this object in their order, without those that are null. */
  public Map<String, Json> entries() {
    Map<String, Json> fields = new LinkedHashMap<>();
    object().entries().keySet().forEach(key -> find(key).ifPresent(v -> fields.put(key, v)));
    return fields;
  }

  /**
   * Returns the failure of a value that has the form but not a content that the caller expects.
   *
   * @param expected completes {@code expected ...}, such as {@code the name of this cluster}
   */
  public TransientFailure wrong(String expected) {
    String at = place.isEmpty() ? "the answer" : place;
    return answer.unexpected("where " + at + " is " + node.kind() + ", expected " + expected);
  }

  private Node.Mapping object() {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw wrong("an object");
  }

  private String path(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  /** Returns the place alone: a value may be a secret. */
  @Override
  public String toString() {
    return place.isEmpty() ? "the answer" : place;
  }
}
