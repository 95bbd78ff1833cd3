package dev.retrain.api.pipeline;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a step is executed.
 *
 * @param resources what it needs
 * @param retry how often it is started again
 * @param timeout after which it is killed, with its children
 * @param expected how long it is likely to take: what a projected cost goes by
 * @param cache whether an earlier result will do; empty means never
 * @param environment variables; values that look like secrets are refused
 * @param secrets variables whose values the backend takes from where it keeps secrets
 * @param identity the role, service account or managed identity the step runs under
 * @param hints per backend, settings that other backends ignore
 */
public record Execution(
    Resources resources,
    Retry retry,
    Optional<Duration> timeout,
    Optional<Duration> expected,
    Optional<CachePolicy> cache,
    Map<String, String> environment,
    Map<String, SecretRef> secrets,
    Optional<String> identity,
    Map<String, Map<String, String>> hints) {

  static final Execution DEFAULT =
      new Execution(
          Resources.unspecified(),
          Retry.NEVER,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Map.of());

  /** Copies and sorts the maps and checks the timeout. */
  public Execution {
    if (timeout.filter(t -> t.isNegative() || t.isZero()).isPresent()) {
      throw new IllegalArgumentException("a timeout must be above zero");
    }
    if (expected.filter(e -> e.isNegative() || e.isZero()).isPresent()) {
      throw new IllegalArgumentException("an expected time must be above zero");
    }
    if (expected.isPresent() && timeout.filter(t -> t.compareTo(expected.get()) < 0).isPresent()) {
      throw new IllegalArgumentException(
          "a step that is killed after " + timeout.get() + " cannot take " + expected.get());
    }
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
    Map<String, Map<String, String>> sorted = new TreeMap<>();
    hints.forEach(
        (key, value) -> sorted.put(key, Collections.unmodifiableMap(new TreeMap<>(value))));
    hints = Collections.unmodifiableMap(sorted);
  }

  /** Returns the backend's defaults: one attempt, not cached. */
  public static Execution unspecified() {
    return DEFAULT;
  }

  /** Returns the hints for one backend. */
  public Map<String, String> hints(String backend) {
    return hints.getOrDefault(backend, Map.of());
  }

  Execution withResources(Resources r) {
    return new Execution(r, retry, timeout, expected, cache, environment, secrets, identity, hints);
  }

  Execution withRetry(Retry r) {
    return new Execution(
        resources, r, timeout, expected, cache, environment, secrets, identity, hints);
  }

  Execution withTimeout(Duration t) {
    return new Execution(
        resources, retry, Optional.of(t), expected, cache, environment, secrets, identity, hints);
  }

  Execution withExpected(Duration e) {
    return new Execution(
        resources, retry, timeout, Optional.of(e), cache, environment, secrets, identity, hints);
  }

  Execution withCache(CachePolicy c) {
    return new Execution(
        resources, retry, timeout, expected, Optional.of(c), environment, secrets, identity, hints);
  }

  Execution withEnvironment(Map<String, String> e) {
    return new Execution(resources, retry, timeout, expected, cache, e, secrets, identity, hints);
  }

  Execution withSecrets(Map<String, SecretRef> s) {
    return new Execution(
        resources, retry, timeout, expected, cache, environment, s, identity, hints);
  }

  Execution withIdentity(String i) {
    return new Execution(
        resources, retry, timeout, expected, cache, environment, secrets, Optional.of(i), hints);
  }

  Execution withHints(Map<String, Map<String, String>> h) {
    return new Execution(
        resources, retry, timeout, expected, cache, environment, secrets, identity, h);
  }
}
