package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.http.HttpAnswer;
import dev.retrain.http.HttpCall;
import dev.retrain.http.Json;
import dev.retrain.http.RestClient;
import java.util.List;
import java.util.Optional;

// region client
/**
 * Speaks to the queue. The shared client keeps the deadline, repeats what may be repeated, and puts
 * failures on the right trunk; here stands only what the queue calls its resources.
 */
final class QueueClient {

  private final RestClient queue;

  QueueClient(QueueSettings settings) {
    this.queue =
        RestClient.of("the queue", settings.endpoint())
            .deadline(settings.deadline())
            .absentWhen(QueueClient::reportsNoJob)
            .build();
  }

  /** Returns whether a 404 is the queue's own: a gateway's tells nothing about a job. */
  private static boolean reportsNoJob(Json answer) {
    return answer.text("error").startsWith("no job ");
  }

  /** Creates the job of an id, or returns the one that is there. */
  Json create(String id, Node job) {
    return queue.send(HttpCall.put("jobs", id).json(job)).json();
  }

  Optional<Json> job(String id) {
    return queue.find(HttpCall.get("jobs", id)).map(HttpAnswer::json);
  }

  void cancel(String id) {
    queue.find(HttpCall.delete("jobs", id));
  }

  List<Json> jobs(String name) {
    return queue.send(HttpCall.get("jobs").query("name", name)).json().at("jobs").list();
  }
}
// endregion client
