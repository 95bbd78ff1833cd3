package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.http.HttpAnswer;
import dev.retrain.http.HttpCall;
import dev.retrain.http.Json;
import dev.retrain.http.RestClient;
import java.util.Optional;

// region async-client
/**
 * Speaks to the job service, each method by one call with one deadline. The service takes a name
 * once and knows no key for a repetition; so the name is the key.
 */
final class JobsClient {

  private static final int NAME_TAKEN = 409;

  private final RestClient service;

  JobsClient(JobsSettings settings) {
    this.service =
        RestClient.of("the job service", settings.endpoint())
            .deadline(settings.deadline())
            .absentWhen(answer -> answer.text("error").equals("NO_SUCH_RUN"))
            .build();
  }

  /**
   * Creates a run, unless its name is taken. A name is taken once, so the call may be repeated: the
   * repetition of one whose answer was lost finds the name taken, by the run of the first.
   *
   * @return whether the name was free
   */
  boolean create(Node run) {
    HttpCall call = HttpCall.post("v1", "runs").json(run).repeatable().accepting(NAME_TAKEN);
    return service.send(call).status() != NAME_TAKEN;
  }

  /** Returns the run of a name, also of another client; empty for one that is not shown. */
  Optional<Json> run(String name) {
    return service.find(HttpCall.get("v1", "runs", name)).map(HttpAnswer::json);
  }

  void cancel(String name) {
    service.find(HttpCall.post("v1", "runs", name, "cancel").repeatable());
  }

  /** Returns one page of the runs with a label, newest first, and the cursor of the next. */
  Json runs(String label, String value, Optional<String> cursor) {
    HttpCall call = HttpCall.get("v1", "runs").query("label", label).query("value", value);
    return service.send(call.query("cursor", cursor)).json();
  }
}
// endregion async-client
