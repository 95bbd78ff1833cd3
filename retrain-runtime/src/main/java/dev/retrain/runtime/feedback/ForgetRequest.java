package dev.retrain.runtime.feedback;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.retrain.api.error.TransientFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A request to forget an id, carried out by the writing thread; the caller waits for it. */
final class ForgetRequest {

  private final String id;
  private final CompletableFuture<Optional<Exception>> done = new CompletableFuture<>();

  ForgetRequest(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  void succeeded() {
    done.complete(Optional.empty());
  }

  void failed(Exception cause) {
    done.complete(Optional.of(cause));
  }

  /**
   * Waits until the id is forgotten.
   *
   * @throws TransientFailure if it could not be forgotten within the time
   */
  void await(Duration longest) {
    try {
      Optional<Exception> trouble = done.get(longest.toMillis(), MILLISECONDS);
      if (trouble.isPresent()) {
        throw failure("it failed: " + trouble.get().getMessage(), trouble.get());
      }
    } catch (ExecutionException | TimeoutException e) {
      throw failure("the store has not answered for " + longest, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was interrupted", e);
    }
  }

  /** Omits the id: what is to be forgotten must not appear in a log either. */
  private static TransientFailure failure(String outcome, Throwable cause) {
    return new TransientFailure(
        "cannot forget the feedback about an id: " + outcome + ". Request it again.", cause);
  }
}
