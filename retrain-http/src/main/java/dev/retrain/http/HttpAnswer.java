package dev.retrain.http;

import dev.retrain.api.document.Documents;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.TransientFailure;
import java.util.Locale;
import java.util.Optional;

/** The answer of a service to an {@link HttpCall}. Immutable and thread-safe. */
public final class HttpAnswer {

  private final RawAnswer answer;
  private final Description call;

  HttpAnswer(RawAnswer answer, Description call) {
    this.answer = answer;
    this.call = call;
  }

  /** Returns the status: from 200 to 299, or one that the call accepts. */
  public int status() {
    return answer.status();
  }

  /** Returns a header, if it is there; the case of its name does not matter. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(answer.headers().get(name.toLowerCase(Locale.ROOT)));
  }

  /** Returns the body as text, which may be empty. */
  public String text() {
    return answer.body();
  }

  /**
   * Returns the body as JSON.
   *
   * @throws TransientFailure if it is something else, such as the page of a gateway
   */
  public Json json() {
    try {
      return new Json(Documents.parseJson(answer.body(), "answer"), "", this);
    } catch (InvalidDefinitionException e) {
      // The parser's message may quote the body, so it is not kept as a cause.
      throw unexpected("which is not JSON");
    }
  }

  /** Returns the failure of an answer that has another form than the caller can read. */
  TransientFailure unexpected(String what) {
    return new TransientFailure(
        call.failed(
            "it answered %d with %s, %s"
                .formatted(answer.status(), call.excerpt(answer.body()), what)),
        FailureContext.hint(
            "check that the address is the one of "
                + call.service()
                + ", that no gateway answers in its place, and its version"),
        null);
  }

  /** Returns the status alone: a body may contain more than a log should. */
  @Override
  public String toString() {
    return "HTTP " + answer.status();
  }
}
