package dev.retrain.testkit.fault;

import java.time.Duration;

/** What goes wrong with one exchange between a client and a server. */
public sealed interface Fault {

  /** Nothing: the exchange passes unchanged. */
  record None() implements Fault {}

  /** The request never reaches the server: the connection is closed without an answer. */
  record LostRequest() implements Fault {}

  /** The server acts on the request, and its answer never arrives. */
  record LostAnswer() implements Fault {}

  /**
   * The proxy answers in place of the server.
   *
   * @param status HTTP status
   * @param retryAfter seconds of a Retry-After header; negative for none
   * @param body of the answer
   */
  record Answer(int status, long retryAfter, String body) implements Fault {}

  /**
   * The answer comes late.
   *
   * @param by how much, in real time; ended early when the proxy is closed
   */
  record Slow(Duration by) implements Fault {}

  /** The connection is accepted and nothing ever comes back, until the proxy is closed. */
  record HalfOpen() implements Fault {}

  /** The head and half of the body arrive, then the connection is reset. */
  record ResetMidBody() implements Fault {}

  /** The body of the server's answer is cut in the middle, with a length that fits. */
  record MalformedBody() implements Fault {}

  /** The server's answer carries a Date that is off by this much. */
  record SkewedClock(Duration by) implements Fault {}

  /**
   * A text of the server's body is replaced, as by a service that has learned a new word.
   *
   * @param from the text in the server's answer
   * @param to the text that the client receives
   */
  record Rewritten(String from, String to) implements Fault {}

  /** Does nothing. */
  static Fault none() {
    return new None();
  }

  /** Loses the request before it reaches the server. */
  static Fault lostRequest() {
    return new LostRequest();
  }

  /** Loses the answer after the server has acted. */
  static Fault lostAnswer() {
    return new LostAnswer();
  }

  /** Answers 429 with a Retry-After in seconds. */
  static Fault throttled(long seconds) {
    return new Answer(429, seconds, "{\"error\":\"slow down\"}");
  }

  /** Answers 500. */
  static Fault serverError() {
    return new Answer(500, -1, "{\"error\":\"internal\"}");
  }

  /** Answers 503. */
  static Fault unavailable() {
    return new Answer(503, -1, "{\"error\":\"unavailable\"}");
  }

  /** Answers 404 with the page of a gateway, which knows nothing of the service's resources. */
  static Fault gatewayNotFound() {
    return new Answer(404, -1, "<html><body><h1>404 Not Found</h1></body></html>");
  }

  /** Answers 200 with JSON that has none of the service's fields, but for a state that is null. */
  static Fault otherShape() {
    return new Answer(200, -1, "{\"state\":null,\"items\":7}");
  }

  /** Answers 401, as for an expired token. */
  static Fault expiredToken() {
    return new Answer(401, -1, "{\"error\":\"token expired\"}");
  }

  /** Delays the answer. */
  static Fault slow(Duration by) {
    return new Slow(by);
  }

  /** Leaves the connection open without an answer. */
  static Fault halfOpen() {
    return new HalfOpen();
  }

  /** Resets the connection after half of the body. */
  static Fault resetMidBody() {
    return new ResetMidBody();
  }

  /** Cuts the body. */
  static Fault malformedBody() {
    return new MalformedBody();
  }

  /** Shifts the server's clock. */
  static Fault skewedClock(Duration by) {
    return new SkewedClock(by);
  }

  /** Replaces a word of the answer. */
  static Fault rewritten(String from, String to) {
    return new Rewritten(from, to);
  }
}
