package dev.retrain.http;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A call of a service: method, path below the service's address, query, headers and body. Immutable
 * and thread-safe.
 *
 * <p>GET, PUT and DELETE may be repeated, POST and PATCH only with an {@link #idempotencyKey} or
 * where the caller states that they are {@link #repeatable}.
 */
public final class HttpCall {

  private final String method;
  private final List<String> path;
  private final List<Map.Entry<String, String>> query;
  private final Map<String, String> headers;
  private final Set<String> secretHeaders;
  private final Set<Integer> accepted;
  private Optional<String> body;
  private Optional<Duration> deadline;
  private boolean repeatable;
  private boolean confidential;

  private HttpCall(String method, List<String> path, boolean repeatable) {
    this.method = method;
    this.path = path;
    this.query = new ArrayList<>();
    this.headers = new LinkedHashMap<>();
    this.secretHeaders = new TreeSet<>();
    this.accepted = new TreeSet<>();
    this.body = Optional.empty();
    this.deadline = Optional.empty();
    this.repeatable = repeatable;
  }

  /** Returns a copy after a change; no call changes once it has been returned. */
  private HttpCall with(Consumer<HttpCall> change) {
    HttpCall copy = new HttpCall(method, path, repeatable);
    copy.query.addAll(query);
    copy.headers.putAll(headers);
    copy.secretHeaders.addAll(secretHeaders);
    copy.accepted.addAll(accepted);
    copy.body = body;
    copy.deadline = deadline;
    copy.confidential = confidential;
    change.accept(copy);
    return copy;
  }

  /**
   * Returns a call that reads.
   *
   * @param path segments of the path, each encoded, so that one with a slash stays one segment
   * @throws IllegalArgumentException if a segment is empty, {@code .} or {@code ..}, all of which
   *     would address something else
   */
  public static HttpCall get(String... path) {
    return of("GET", true, path);
  }

  /** Returns a call that creates or replaces; path as in {@link #get}. */
  public static HttpCall put(String... path) {
    return of("PUT", true, path);
  }

  /** Returns a call that deletes; path as in {@link #get}. */
  public static HttpCall delete(String... path) {
    return of("DELETE", true, path);
  }

  /** Returns a call that is sent once, unless it has a key; path as in {@link #get}. */
  public static HttpCall post(String... path) {
    return of("POST", false, path);
  }

  /** Returns a call that changes parts and is sent once, unless it has a key; path as in get. */
  public static HttpCall patch(String... path) {
    return of("PATCH", false, path);
  }

  private static HttpCall of(String method, boolean repeatable, String... path) {
    for (String segment : path) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("a part of a path must not be '" + segment + "'");
      }
    }
    return new HttpCall(method, List.of(path), repeatable);
  }

  /** Returns a copy with a parameter more; a name may be there several times. */
  public HttpCall query(String name, String value) {
    return with(copy -> copy.query.add(Map.entry(name, value)));
  }

  /** Returns a copy with a parameter more, if there is a value. */
  public HttpCall query(String name, Optional<String> value) {
    return value.map(text -> query(name, text)).orElse(this);
  }

  /**
   * Returns a copy with a header.
   *
   * @throws IllegalArgumentException if the value has line breaks or other control characters
   */
  public HttpCall header(String name, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("the header " + name + " contains a line break");
    }
    return with(copy -> copy.headers.put(name, value));
  }

  /**
   * Returns a copy with a header whose value is a secret: never printed, and sent only encrypted or
   * to this machine. {@code Authorization} is set by {@link Credentials}.
   */
  public HttpCall secretHeader(String name, String value) {
    return header(name, value).with(copy -> copy.secretHeaders.add(name));
  }

  /**
   * Returns a copy that may be repeated because the service recognises a repetition by a key.
   *
   * @param header the header of the key, such as {@code Idempotency-Key}
   */
  public HttpCall idempotencyKey(String header, String key) {
    return header(header, key).with(copy -> copy.repeatable = true);
  }

  /**
   * Returns a copy that may be repeated because a repetition changes nothing, such as one that
   * creates something under a name that can be taken once. The service then answers the repetition
   * of a call whose answer was lost as it answers any other call: accept that status.
   */
  public HttpCall repeatable() {
    return with(copy -> copy.repeatable = true);
  }

  /** Returns a copy with a JSON body. */
  public HttpCall json(Node content) {
    return with(copy -> copy.body = Optional.of(Documents.canonicalJson(content)));
  }

  /**
   * Returns a copy for which more statuses are answers rather than failures, such as 409 where a
   * name may be taken. They are not repeated.
   */
  public HttpCall accepting(int... statuses) {
    return with(copy -> Arrays.stream(statuses).forEach(copy.accepted::add));
  }

  /** Returns a copy with a deadline of its own, for all tries together. */
  public HttpCall within(Duration time) {
    return with(copy -> copy.deadline = Optional.of(time));
  }

  /** Returns a copy whose answer is a secret, such as a token: no message quotes it. */
  public HttpCall confidential() {
    return with(copy -> copy.confidential = true);
  }

  String method() {
    return method;
  }

  List<String> path() {
    return path;
  }

  List<Map.Entry<String, String>> query() {
    return query;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Returns the values that no message may contain. */
  List<String> secrets() {
    return secretHeaders.stream().map(name -> requireNonNull(headers.get(name))).toList();
  }

  Optional<String> body() {
    return body;
  }

  boolean accepts(int status) {
    return accepted.contains(status);
  }

  Optional<Duration> deadline() {
    return deadline;
  }

  boolean isRepeatable() {
    return repeatable;
  }

  boolean isConfidential() {
    return confidential;
  }

  /** Returns method, path and the names of parameters, without values, headers and body. */
  @Override
  public String toString() {
    return method + " /" + String.join("/", path) + parameterNames();
  }

  /** Returns {@code ?a&b}; values may hold more than a log should. */
  String parameterNames() {
    return query.isEmpty()
        ? ""
        : query.stream().map(Map.Entry::getKey).distinct().collect(joining("&", "?", ""));
  }
}
