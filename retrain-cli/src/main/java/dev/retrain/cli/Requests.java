package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.state.StateStore;
import dev.retrain.runtime.Mailbox;
import dev.retrain.runtime.phase.Request;
import dev.retrain.runtime.store.JdbcStore;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts requests that the next tick answers. */
final class Requests {

  private static final int ID_LENGTH = 16;

  private Requests() {}

  /** A request of now, named by what it asks, why and when, unless it has a name. */
  static Request of(Request.Verb verb, RetrainMode mode, String reason, Optional<String> id) {
    return of(verb, mode, reason, id, Optional.empty());
  }

  /** The same on somebody's word. */
  static Request of(
      Request.Verb verb,
      RetrainMode mode,
      String reason,
      Optional<String> id,
      Optional<String> by) {
    Instant now = Clock.systemUTC().instant();
    return new Request(
        id.orElseGet(
            () -> Documents.sha256(verb + "\n" + reason + "\n" + now).substring(0, ID_LENGTH)),
        verb,
        mode,
        reason,
        now,
        by);
  }

  static int put(OperatingConfig config, String retraining, Request request, OutputOptions output) {
    try (JdbcStore store = config.openStore()) {
      return put(store, retraining, request, output);
    }
  }

  static int put(StateStore store, String retraining, Request request, OutputOptions output) {
    new Mailbox(store).put(retraining, request);
    output.print(
        document(retraining, request),
        out ->
            out.println(
                "asked "
                    + retraining
                    + " to "
                    + word(request).replace('-', ' ')
                    + " (request "
                    + request.id()
                    + "); the next tick answers"));
    return ExitCode.DONE;
  }

  private static String word(Request request) {
    return request.verb().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Node document(String retraining, Request request) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("retraining", Node.of(retraining));
    document.put("request", Request.shape().write(request));
    return Node.of(document);
  }
}
