package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.RequestQueue;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.state.StateStore;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Submits requests that the next tick answers. */
final class RequestSubmission {

  private static final int ID_LENGTH = 16;

  private RequestSubmission() {}

  /** Creates a request. Its id is derived from its content and time unless one is given. */
  static RetrainingRequest of(
      RetrainingRequest.Verb verb, RetrainMode mode, String reason, Optional<String> id) {
    return of(verb, mode, reason, id, Optional.empty());
  }

  /** Creates a request in the name of a person. */
  static RetrainingRequest of(
      RetrainingRequest.Verb verb,
      RetrainMode mode,
      String reason,
      Optional<String> id,
      Optional<String> by) {
    Instant now = Clock.systemUTC().instant();
    return new RetrainingRequest(
        id.orElseGet(
            () -> Documents.sha256(verb + "\n" + reason + "\n" + now).substring(0, ID_LENGTH)),
        verb,
        mode,
        reason,
        now,
        by);
  }

  static int put(
      OperatingConfig config, String retraining, RetrainingRequest request, OutputOptions output) {
    try (JdbcStore store = config.openStore()) {
      return put(store, retraining, request, output);
    }
  }

  static int put(
      StateStore store, String retraining, RetrainingRequest request, OutputOptions output) {
    new RequestQueue(store).put(retraining, request);
    output.print(
        document(retraining, request),
        out ->
            out.println(
                "requested: "
                    + retraining
                    + ", "
                    + word(request).replace('-', ' ')
                    + " (request "
                    + request.id()
                    + "). The next tick answers."));
    return ExitCode.DONE;
  }

  private static String word(RetrainingRequest request) {
    return request.verb().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Node document(String retraining, RetrainingRequest request) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("retraining", Node.of(retraining));
    document.put("request", RetrainingRequest.shape().write(request));
    return Node.of(document);
  }
}
