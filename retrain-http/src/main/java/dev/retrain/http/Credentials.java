package dev.retrain.http;

import java.util.function.Supplier;

/**
 * Supplies the header {@code Authorization} of calls. Called for every call, and once more after a
 * 401, so an implementation keeps what is costly to obtain. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface Credentials {

  /**
   * Returns the value of the header {@code Authorization}, such as {@code Bearer abc}.
   *
   * @param refused whether the service answered 401 to the last value, so that a new one is needed
   * @throws dev.retrain.api.error.RetrainException if there is none
   */
  String authorization(boolean refused);

  /**
   * Returns credentials of a bearer token that is obtained anew for every call, as from a file that
   * another process renews. White space around the token is removed.
   */
  static Credentials bearer(Supplier<String> token) {
    return refused -> "Bearer " + token.get().strip();
  }
}
